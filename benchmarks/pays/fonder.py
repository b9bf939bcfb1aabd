"""Founding the country in a house: everything of it, once."""

import json
import time
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.pays import contrats, population, reseau
from benchmarks.pays.lac import Lac, expliquer
from pipelines.roots import Roots

_MEMOIRE = "8GB"


def fonder(roots: Roots, personnes: int, mois: int, dernier_mois: date, observation: date) -> dict:
    """Write the lake of the country, unless it is there, and its context, which is that of today's catalogue; how much
    there is.

    {"secondes": …, "lignes": {"source/entite": …}, "go": …, "fichiers": …}; 1 GB = 10^9 bytes.
    """
    acte = roots.home / "pays.json"
    demande = {"personnes": personnes, "mois": mois, "dernier_mois": str(dernier_mois)}
    if acte.exists():
        fait = json.loads(acte.read_text(encoding="utf-8"))
        if fait["demande"] != demande:
            raise SystemExit(f"{roots.home} holds another country ({fait['demande']}): name another folder.")
        expliquer(roots, observation)
        return fait["bilan"]
    if roots.interne.exists():
        raise SystemExit(f"{roots.home} is a house already, or a country left half-made: name another folder.")
    debut = time.perf_counter()
    _ecrire(roots.create(), personnes, mois, dernier_mois, observation)
    bilan = {"secondes": time.perf_counter() - debut, **_compter(roots)}
    acte.write_text(json.dumps({"demande": demande, "bilan": bilan}), encoding="utf-8")
    return bilan


def _ecrire(roots: Roots, personnes: int, mois: int, dernier_mois: date, observation: date) -> None:
    brouillon = roots.home / "brouillon.duckdb"
    with duckdb.connect(str(brouillon)) as sur:
        sur.execute(f"set preserve_insertion_order = false; set memory_limit = '{_MEMOIRE}'")
        lac = Lac(sur, roots)
        lac.preparer(observation)
        population.peupler(sur, roots, personnes, mois, dernier_mois)
        lac.livrer()
        for (source, entite), selection in reseau.SELECTIONS.items():
            lac.ecrire(source, entite, selection)
        contrats.embaucher(sur, personnes)
        contrats.declarer(sur, lac)
    brouillon.unlink()


def _compter(roots: Roots) -> dict:
    fichiers = [chemin for chemin in roots.lac.rglob("*-*.parquet") if "0000-00-00" not in chemin.parts]
    par_entite: dict[str, list[Path]] = {}
    for chemin in sorted(fichiers):
        par_entite.setdefault(f"{chemin.parts[-3]}/{chemin.stem.rpartition('-')[0]}", []).append(chemin)
    lignes = {
        entite: duckdb.execute(
            "select cast(sum(num_rows) as bigint) from parquet_file_metadata($chemins)",
            {"chemins": [str(chemin) for chemin in chemins]},
        ).fetchone()[0]
        for entite, chemins in par_entite.items()
    }
    return {"lignes": lignes, "go": sum(c.stat().st_size for c in fichiers) / 1e9, "fichiers": len(fichiers)}
