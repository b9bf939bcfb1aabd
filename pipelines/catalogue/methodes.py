"""The formula of each indicator, as published in methodes.json: changed without a new method version, it is caught.

`python -m pipelines.catalogue.methodes` says which formulas changed; `--publier` records the present ones, once their
versions say so. A change of the SQL that cannot change a figure (a rename, another order) is said by name:
`--publier --meme-formule retour_emploi_6m`. It reads the manifest of dbt (`make setup` writes it).
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pipelines.catalogue.modele import DOSSIER, Catalogue, Indicateur, charger

FICHIER = DOSSIER / "methodes.json"
MANIFESTE = Path(__file__).parents[2] / "dbt_project" / "target" / "manifest.json"
CHAMPS = ("forme", "unite", "compte", "famille", "horizon", "glissant", "sources", "borne_mesure")
"""What an entry says that decides its figures; its words and where it is told do not."""
_COMMENTAIRES = re.compile(r"--[^\n]*|\{#.*?#\}|/\*.*?\*/", re.DOTALL)
Methodes = dict[str, dict[str, Any]]
"""indicateur → version, empreinte."""


def methodes(catalogue: Catalogue, manifeste: dict[str, Any]) -> Methodes:
    """The present formulas: what the entry says, and the SQL of its parts with all that they are made from."""
    sql = {famille: _sql(manifeste, famille) for famille in {i.famille for i in catalogue.indicateurs.values()}}
    return {
        nom: {"version": i.methode_version, "empreinte": _empreinte(i, sql[i.famille])}
        for nom, i in sorted(catalogue.indicateurs.items())
    }


def changees(presentes: Methodes, publiees: Methodes) -> list[str]:
    """One sentence per indicator whose formula is not the published one, under the same version."""
    return [
        f"{nom}: its formula, or the SQL it is made from, is not the one published as method version "
        f"{publiees[nom]['version']}. Raise methode_version in {nom}.yaml; or, if no figure can change, say so: "
        f"--publier --meme-formule {nom}."
        for nom in sorted(presentes.keys() & publiees.keys())
        if presentes[nom]["empreinte"] != publiees[nom]["empreinte"]
        and presentes[nom]["version"] <= publiees[nom]["version"]
    ]


def lire(chemin: Path = FICHIER) -> Methodes:
    return json.loads(chemin.read_text(encoding="utf-8"))


def _empreinte(indicateur: Indicateur, sql: list[str]) -> str:
    dit = {champ: indicateur.en_clair()[champ] for champ in CHAMPS}
    return hashlib.sha256(json.dumps([dit, sql], sort_keys=True).encode()).hexdigest()[:16]


def _sql(manifeste: dict[str, Any], famille: str) -> list[str]:
    """The models and seeds that the parts of a family are made from, and the macros of the house they call."""
    noeuds = set(_ascendance(f"model.pilotage.parts_{famille}", manifeste["nodes"], "nodes"))
    appelees = {nom for noeud in noeuds for nom in manifeste["nodes"][noeud]["depends_on"].get("macros", ())}
    macros = {autre for nom in appelees if _maison(nom) for autre in _ascendance(nom, manifeste["macros"], "macros")}
    textes = [f"{noeud} {_dit(manifeste['nodes'][noeud])}" for noeud in sorted(noeuds)]
    return textes + [f"{nom} {_nu(manifeste['macros'][nom]['macro_sql'])}" for nom in sorted(filter(_maison, macros))]


def _ascendance(depart: str, entrees: dict[str, Any], lien: str) -> Iterator[str]:
    vus, attente = set(), [depart]
    while attente:
        if (nom := attente.pop()) in vus or nom not in entrees:
            continue
        vus.add(nom)
        yield nom
        attente += entrees[nom]["depends_on"].get(lien, ())


def _dit(noeud: dict[str, Any]) -> str:
    return noeud["checksum"]["checksum"] if noeud["resource_type"] == "seed" else _nu(noeud["raw_code"])


def _nu(sql: str) -> str:
    """Without comments nor layout, which decide nothing."""
    return " ".join(_COMMENTAIRES.sub(" ", sql).split())


def _maison(macro: str) -> bool:
    return macro.startswith("macro.pilotage.")


def principal(arguments: list[str]) -> int:
    """0 when every changed formula has a new version, or was just recorded; 1 and the sentences otherwise."""
    lecteur = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    lecteur.add_argument("--publier", action="store_true", help="record the present formulas")
    lecteur.add_argument(
        "--meme-formule", nargs="*", default=[], metavar="INDICATEUR", help="their figures cannot change"
    )
    choix = lecteur.parse_args(arguments)
    presentes = methodes(charger(), json.loads(MANIFESTE.read_text(encoding="utf-8")))
    return _publier(presentes, choix.meme_formule, choix.publier)


def _publier(presentes: Methodes, memes: Collection[str], publier: bool) -> int:
    publiees = lire() if FICHIER.exists() else {}
    refus = changees({nom: m for nom, m in presentes.items() if nom not in memes}, publiees)
    if refus:
        print("\n".join(refus))
        return 1
    if publier:
        FICHIER.write_text(json.dumps(presentes, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(principal(sys.argv[1:]))
