"""The shared layer on the lake of the country: one dbt run, as `pilotage build` asks for it, one model at a time.

One at a time, so that the seconds and the memory of a model are its own: DuckDB still uses all processors for each.
Memory is what the process holds, read ten times a second: what DuckDB keeps of the models before counts too.
"""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipelines.definitions.modeles import arguments_dbt
from pipelines.roots import Roots

DBT = Path(sys.executable).parent / "dbt"
_PAR_SECONDE = 10
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Modele:
    """One model of the run: seconds, and resident memory at its highest meanwhile, GB of 10^9 bytes."""

    nom: str
    secondes: float
    memoire_go: float


@dataclass(frozen=True)
class Couche:
    """A whole run of dbt: seconds from its first model to its end, memory of the process at its highest."""

    secondes: float
    memoire_go: float
    modeles: tuple[Modele, ...]


def construire(roots: Roots, *options: str) -> Couche:
    """Run dbt on the house; everything stops if a model fails."""
    commande = [str(DBT), *arguments_dbt(roots), "--threads", "1", *options]
    processus = subprocess.Popen(commande, env={**os.environ, "PILOTAGE_HOME": str(roots.home), "DO_NOT_TRACK": "1"})
    releves: list[tuple[float, float]] = []
    fini = threading.Event()
    sonde = threading.Thread(target=_relever, args=(processus.pid, releves, fini))
    sonde.start()
    _, statut, usage = os.wait4(processus.pid, 0)
    processus.returncode = os.waitstatus_to_exitcode(statut)
    fini.set()
    sonde.join()
    if processus.returncode:
        sys.exit(f"dbt exited {processus.returncode}: nothing is measured; see {roots.journaux / 'dbt.log'}.")
    compte_rendu = json.loads((roots.entrepot.parent / "dbt" / "run_results.json").read_text())
    modeles = [_modele(noeud, releves) for noeud in compte_rendu["results"] if noeud["unique_id"].startswith("model.")]
    return Couche(compte_rendu["elapsed_time"], usage.ru_maxrss * 1024 / 1e9, tuple(modeles))


def _relever(pid: int, releves: list[tuple[float, float]], fini: threading.Event) -> None:
    """Note (time, bytes held) until the run is over; the last look may find the process gone."""
    statm = Path(f"/proc/{pid}/statm")
    while not fini.wait(1 / _PAR_SECONDE):
        try:
            pages = int(statm.read_text().split()[1])
        except (FileNotFoundError, ProcessLookupError, IndexError):
            return
        releves.append((time.time(), pages * _PAGE))


def _modele(noeud: dict, releves: list[tuple[float, float]]) -> Modele:
    instants = {
        moment["name"]: [_instant(moment[borne]) for borne in ("started_at", "completed_at")]
        for moment in noeud["timing"]
    }
    debut, fin = instants["execute"]
    tenus = [octets for quand, octets in releves if debut - 1 / _PAR_SECONDE <= quand <= fin + 1 / _PAR_SECONDE]
    return Modele(noeud["unique_id"].rpartition(".")[2], noeud["execution_time"], max(tenus, default=0) / 1e9)


def _instant(texte: str) -> float:
    return datetime.fromisoformat(texte.replace("Z", "+00:00")).timestamp()


def tableau(couche: Couche, au_moins: float = 0.01) -> list[str]:
    """Lines of a Markdown table: models by seconds, those under a share of the total in one line."""
    total = sum(modele.secondes for modele in couche.modeles)
    tries = sorted(couche.modeles, key=lambda modele: modele.secondes, reverse=True)
    lignes = ["| model | seconds | share | memory, GB |", "|---|---|---|---|"]
    petits = [modele for modele in tries if modele.secondes < au_moins * total]
    for modele in tries[: len(tries) - len(petits)]:
        lignes.append(
            f"| {modele.nom} | {modele.secondes:.1f} | {modele.secondes / total:.0%} | {modele.memoire_go:.1f} |"
        )
    reste = sum(modele.secondes for modele in petits)
    haut = max((modele.memoire_go for modele in petits), default=0)
    lignes.append(f"| {len(petits)} others | {reste:.1f} | {reste / total:.0%} | {haut:.1f} |")
    return lignes
