"""Communes as territories of their own: the finest level, which no table lists beside those it makes up."""

import polars as pl

COMMUNE = "commune"
HABITANTS_MINIMUM = 50
"""Of a commune of fewer, no figure is told: who lives there has a name, and a count of 5 is of some of them."""


def en_territoires(communes: pl.DataFrame) -> pl.DataFrame:
    """commune, territoire_niveau, territoire_code: each commune, in itself."""
    return communes.select("commune", territoire_niveau=pl.lit(COMMUNE), territoire_code="commune")
