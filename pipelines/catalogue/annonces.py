"""Which cells an entry announces: the one rule that dbt's grid, the secret room and the check of a release follow."""

from collections.abc import Iterable, Mapping

import polars as pl

ENSEMBLE, GLISSANT, CROIX = "ensemble", "glissant_12m", "*"
LOCAL, COLLECTIVITE, COMMUNE, RSA = "local", "collectivite_rsa", "commune", "rsa"
NIVEAUX_FINS = frozenset({"epci", "bassin", "zone_emploi", COMMUNE})
"""Published for « ensemble » over 12 months only: they do not nest with the others, and are small."""
NIVEAUX_DES_CROISEMENTS = frozenset({"national", "region", "departement", COLLECTIVITE})
"""Levels large enough for two dimensions at once."""
PERIODES_LONGUES = frozenset({"annee", GLISSANT})
"""The only ones in which a local committee's publics are told: by month or quarter they are too few to say anything."""
DUREES = {"mois": (1, 1), "trimestre": (3, 3), "annee": (12, 12), GLISSANT: (12, 1)}
"""Months a period lasts, and every how many months of the civil year one begins (a quarter: in January, April…)."""
COLONNES = ("territoire_niveau", "periode_type", "dimension", "modalite")


def annoncees(niveaux: Iterable[str], periodes: Iterable[str], dimensions: Mapping[str, Iterable[str]]) -> pl.DataFrame:
    """COLONNES and `pas_mois`, one row for each cell every territory of a level must have in periods of a type.

    `dimensions`: dimension → its modalities. `pas_mois`: every how many months of the civil year such a period begins.
    A level that no territory has announces nothing of a house.
    """
    return pl.DataFrame(
        [
            (niveau, periode, dimension, modalite, pas_mois(niveau, periode, dimension))
            for niveau in niveaux
            for periode in periodes
            for dimension, modalites in dimensions.items()
            if est_annoncee(niveau, periode, dimension)
            for modalite in modalites
        ],
        schema=dict.fromkeys(COLONNES, pl.String) | {"pas_mois": pl.Int32},
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
        return periode == GLISSANT and (dimension == ENSEMBLE or RSA in dimension.split(CROIX))
    return niveau != LOCAL or dimension == ENSEMBLE or periode in PERIODES_LONGUES


def pas_mois(niveau: str, periode: str, dimension: str) -> int:
    """Every how many months of the civil year a period of this type begins, of those told at this level by this
    dimension.

    Over twelve months publics and communes are told at the end of each quarter: from one month to the next they do not
    move.
    """
    if periode == GLISSANT and (dimension != ENSEMBLE or niveau == COMMUNE):
        return DUREES["trimestre"][1]
    return DUREES[periode][1]


def a_sa_place(debut: pl.Expr) -> pl.Expr:
    """Whether a period that begins on `debut` is one of those that a row of `annoncees` announces."""
    return (debut.dt.month().cast(pl.Int32) - 1) % pl.col("pas_mois") == 0
