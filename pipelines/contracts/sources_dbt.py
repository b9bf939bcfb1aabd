"""The lake as dbt sources: one per contract, its landed tables, columns and tests.

`python -m pipelines.contracts.sources_dbt` writes dbt_project/models/staging/_sources.yml from data_contracts/.
"""

import re
from pathlib import Path
from typing import Any

import yaml

from pipelines.contracts.identification import PERSONNE_ID
from pipelines.contracts.modele import Contrat
from pipelines.contracts.posees import Posee, description, posees
from pipelines.contracts.versions import tous

FICHIER = Path(__file__).parents[2] / "dbt_project" / "models" / "staging" / "_sources.yml"
ENTETE = """\
# Written by `python -m pipelines.contracts.sources_dbt` from data_contracts/: change the contracts, then run it again.
# `make run` builds models without these tests, which read the whole lake: dbt test --select "source:*"
"""
# a large delivery lands as several files, <entity>-0001.parquet and so on
EMPLACEMENT = (
    "read_parquet('{{{{ env_var('PILOTAGE_HOME', 'donnees') | replace(\"'\", \"''\") }}}}"
    "/interne/lac/{source}/*/{{identifier}}[-.]*parquet')"
)


def sources_dbt(contrats: dict[str, Contrat]) -> str:
    """The text of _sources.yml."""
    contenu = {"version": 2, "sources": [_source(contrats[nom]) for nom in sorted(contrats)]}
    return ENTETE + yaml.safe_dump(contenu, allow_unicode=True, sort_keys=False, width=120)


def _source(contrat: Contrat) -> dict[str, Any]:
    return {
        "name": contrat.source,
        "description": _phrase(contrat.odcs.description.purpose),
        "config": {"meta": {"external_location": EMPLACEMENT.format(source=contrat.source)}},
        "tables": [
            {
                "name": entite,
                "description": _phrase(description(contrat, entite)),
                "columns": [_colonne(colonne) for colonne in colonnes],
            }
            for entite, colonnes in posees(contrat).items()
        ],
    }


def _colonne(colonne: Posee) -> dict[str, Any]:
    # what the door adds to a row is its own work: the tests are about what was received
    tests: list[Any] = ["not_null"] if colonne.obligatoire and (colonne.recue or colonne.nom == PERSONNE_ID) else []
    if colonne.codes:
        tests.append({"accepted_values": {"arguments": {"values": list(colonne.codes)}}})
    dite = {"name": colonne.nom, "description": _phrase(colonne.description)}
    return dite | ({"data_tests": tests} if tests else {})


def _phrase(texte: str | None) -> str:
    """On one line; dbt renders descriptions, so that double braces would call something."""
    return re.sub(r"([{}])(?=\1)", r"\1 ", " ".join((texte or "").split()))


if __name__ == "__main__":
    FICHIER.write_text(sources_dbt(tous()), encoding="utf-8")
    print(f"{FICHIER.name} is written.")
