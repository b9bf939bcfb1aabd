"""Which cells an entry announces: the one rule that dbt's grid, the secret room and the check of a release follow."""

from collections.abc import Iterable, Mapping

import polars as pl

ENSEMBLE, GLISSANT, CROIX = "ensemble", "glissant_12m", "*"
LOCAL, COLLECTIVITE = "local", "collectivite_rsa"
NIVEAUX_FINS = frozenset({"epci", "bassin", "zone_emploi"})
"""Published for « ensemble » over 12 months only: they do not nest with the others, and are small."""
NIVEAUX_DES_CROISEMENTS = frozenset({"national", "region", "departement", COLLECTIVITE})
"""Levels large enough for two dimensions at once."""
PERIODES_LONGUES = frozenset({"annee", GLISSANT})
"""The only ones in which a local committee's publics are told: by month or quarter they are too few to say anything."""
COLONNES = ("territoire_niveau", "periode_type", "dimension", "modalite")


def annoncees(niveaux: Iterable[str], periodes: Iterable[str], dimensions: Mapping[str, Iterable[str]]) -> pl.DataFrame:
    """COLONNES, one row for each cell every territory of a level must have in every period of a type.

    `dimensions`: dimension → its modalities. A level that no territory has announces nothing of a house.
    """
    return pl.DataFrame(
        [
            (niveau, periode, dimension, modalite)
            for niveau in niveaux
            for periode in periodes
            for dimension, modalites in dimensions.items()
            if est_annoncee(niveau, periode, dimension)
            for modalite in modalites
        ],
        schema=dict.fromkeys(COLONNES, pl.String),
        orient="row",
    )


def est_annoncee(niveau: str, periode: str, dimension: str) -> bool:
    """Whether a level is published in periods of this type by this dimension."""
    if niveau in NIVEAUX_FINS:
        return (dimension, periode) == (ENSEMBLE, GLISSANT)
    if CROIX in dimension and niveau not in NIVEAUX_DES_CROISEMENTS:
        return False
    if niveau == COLLECTIVITE:
        # 96 of the 100 are départements, told in full under that name
        return periode == GLISSANT
    return niveau != LOCAL or dimension == ENSEMBLE or periode in PERIODES_LONGUES
