"""What each year's norm says of each rubrique: nature, lengths, codes; and what carries each block.

Belongs here: the compact tables (facts only) and how they are rebuilt (`construire`). Does not: which rubriques the
house uses, or what it makes of them. `blocs.csv` serves every year: the tree above the person never changed.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

DOSSIER = Path(__file__).parent
SEPARATEUR = " "


@dataclass(frozen=True)
class Norme:
    """One year of the norm. `rubriques`: rubrique, nature (X, N, D), lg_min, lg_max, codes (list, null when free)."""

    nom: str
    rubriques: pl.DataFrame


def connues() -> list[str]:
    """Names of the norms the house can read, oldest first."""
    return sorted(chemin.stem for chemin in DOSSIER.glob("P*.csv"))


@lru_cache
def charger(nom: str) -> Norme:
    """The norm of that name, which must be one of `connues()`."""
    types = {"rubrique": pl.String, "nature": pl.String, "lg_min": pl.Int32, "lg_max": pl.Int32, "codes": pl.String}
    table = pl.read_csv(DOSSIER / f"{nom}.csv", schema=types)
    return Norme(nom, table.with_columns(pl.col("codes").str.split(SEPARATEUR)))


@lru_cache
def blocs_de(portee: str) -> frozenset[str]:
    """Blocks carried by `portee`: envoi, declaration or personne."""
    table = pl.read_csv(DOSSIER / "blocs.csv")
    return frozenset(table.filter(pl.col("portee") == portee)["bloc"])
