"""Engines that are no library of the house: PostgreSQL, a server of its own; Spark, an environment of its own.

What cannot be had is not measured: `Indisponible` says why.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import polars as pl

from benchmarks.pays.moteurs import INTERVALLES, SQL, TABLES, chronometrer

PYSPARK = "pyspark==4.1.0"
VERSION_POSTGRESQL = "15"
_COLONNES = {
    "contrats": "personne_id bigint, employeur text, spell_debut date, sans_terme boolean, fin date",
    "entrees": "personne_id bigint, debut date, mois date, lieu text",
    "sorties": "personne_id bigint, date_sortie date",
    "lieux": "lieu text, territoire_niveau text, territoire_code text",
}
_REGLAGES = {
    "listen_addresses": "",
    "shared_buffers": "2GB",
    "work_mem": "512MB",
    "maintenance_work_mem": "512MB",
    "max_parallel_workers_per_gather": "2",
    "fsync": "off",
}


class Indisponible(Exception):
    """An engine that this machine does not have, in a sentence."""


def postgresql(dossier: Path, fois: int) -> tuple[float, pl.DataFrame]:
    """The query alone, tables loaded, indexed and analysed before it."""
    serveur = shutil.which("postgres")
    if not serveur or f" {VERSION_POSTGRESQL}." not in _dit([serveur, "--version"]):
        raise Indisponible(f"no PostgreSQL {VERSION_POSTGRESQL} on this machine")
    outils = Path(serveur).resolve().parent
    compte = "postgres" if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory() as base:
        if compte:
            shutil.chown(base, compte)
        donnees = f"{base}/donnees"
        _faire([outils / "initdb", "-D", donnees, "-A", "trust", "-U", "banc", "--no-sync"], compte)
        options = " ".join(f"-c {nom}='{valeur}'" for nom, valeur in _REGLAGES.items())
        _faire(
            [outils / "pg_ctl", "-D", donnees, "-w", "-l", f"{base}/journal", "-o", f"{options} -k {base}", "start"],
            compte,
        )
        try:
            return _interroger(
                ["psql", "-h", base, "-U", "banc", "-d", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1"], dossier, fois
            )
        finally:
            _faire([outils / "pg_ctl", "-D", donnees, "-m", "immediate", "stop"], compte)


def _interroger(psql: list[str], dossier: Path, fois: int) -> tuple[float, pl.DataFrame]:
    debut = time.perf_counter()
    for table in TABLES:
        _faire([*psql, "-c", f"create unlogged table {table} ({_COLONNES[table]})"])
        with subprocess.Popen(
            [*psql, "-c", f"copy {table} from stdin (format csv, header)"], stdin=subprocess.PIPE
        ) as client:
            duckdb.sql(f"from '{dossier / table}.parquet'").write_csv(f"/dev/fd/{client.stdin.fileno()}", header=True)
            client.stdin.close()
    for table in ("contrats", "entrees", "sorties"):
        _faire([*psql, "-c", f"create index on {table} (personne_id)", "-c", f"analyze {table}"])
    print(f"  (PostgreSQL: {time.perf_counter() - debut:.0f} s to load and index, not counted)", flush=True)
    requete = f"copy ({SQL.format(**INTERVALLES)}) to stdout (format csv, header)"
    temps, texte = chronometrer(lambda: _dit([*psql, "-c", requete]), fois)
    return temps, pl.read_csv(texte.encode(), try_parse_dates=True, schema_overrides={"territoire_code": pl.String})


def spark(dossier: Path, fois: int) -> tuple[float, pl.DataFrame]:
    """The query alone, the session being open; the environment is made in `dossier` the first time."""
    if not shutil.which("java"):
        raise Indisponible("no Java on this machine")
    environnement = dossier.parent / "spark"
    python = environnement / "bin" / "python"
    if not python.exists():
        _faire([sys.executable, "-m", "venv", environnement])
        installe = subprocess.run(
            [python, "-m", "pip", "install", "--quiet", PYSPARK], capture_output=True, check=False
        )
        if installe.returncode:
            shutil.rmtree(environnement)
            raise Indisponible(f"{PYSPARK} could not be installed")
    sql = dossier / "spark.sql"
    mois = {
        "mois_1": "add_months(spell_debut, 1)",
        "mois_6": "add_months(entrees.debut, 6)",
        "un_jour": "interval '1' day",
    }
    sql.write_text(SQL.format(**mois), encoding="utf-8")
    resultat = dossier / "spark-resultat"
    texte = _dit([python, Path(__file__).with_name("spark.py"), dossier, sql, resultat, str(fois)])
    return float(texte.splitlines()[-1]), pl.read_parquet(resultat / "*.parquet")


def _faire(commande: list, compte: str | None = None) -> None:
    subprocess.run([str(mot) for mot in commande], check=True, stdout=subprocess.DEVNULL, user=compte)


def _dit(commande: list) -> str:
    return subprocess.run([str(mot) for mot in commande], check=True, stdout=subprocess.PIPE, text=True).stdout


SERVEURS = {"postgresql": postgresql, "spark": spark}
