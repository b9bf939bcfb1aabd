"""The Table Schema (Frictionless) of the indicators."""

from typing import Any

import polars as pl

from pipelines.release.colonnes import CLE, INDICATEURS, VERSION_SCHEMA, Colonne

_TYPES = {
    pl.String: "string",
    pl.Date: "date",
    pl.Int32: "integer",
    pl.Int64: "integer",
    pl.Float64: "number",
    pl.Boolean: "boolean",
}
_COMPTES = ("numerateur", "denominateur", "exclus", "valeur")


def table_schema() -> dict[str, Any]:
    """What a validator needs to check `indicateurs.csv.gz` and `indicateurs_communes.csv.gz`: https://specs.frictionlessdata.io/table-schema/"""
    return {
        "name": "indicateurs",
        "title": "Indicateurs du réseau pour l'emploi",
        "version": VERSION_SCHEMA,
        "fields": [_champ(colonne) for colonne in INDICATEURS],
        "primaryKey": list(CLE),
        "missingValues": [""],
    }


def _champ(colonne: Colonne) -> dict[str, Any]:
    contraintes: dict[str, Any] = {} if colonne.vide else {"required": True}
    if colonne.valeurs:
        contraintes["enum"] = list(colonne.valeurs)
    if colonne.nom in _COMPTES:
        contraintes["minimum"] = 0
    champ = {"name": colonne.nom, "type": _TYPES[colonne.genre], "description": colonne.description}
    return champ | ({"unit": colonne.unite} if colonne.unite else {}) | {"constraints": contraintes}
