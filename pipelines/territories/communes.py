"""Communes as territories of their own: the finest level, which no table lists beside those it makes up."""

import polars as pl

COMMUNE = "commune"
_CLE = ("territoire_niveau", "territoire_code")


def en_territoires(commune_territoire: pl.DataFrame) -> pl.DataFrame:
    """commune, territoire_niveau, territoire_code: each commune that is in some territory, in itself."""
    communes = commune_territoire.select(pl.col("commune").unique().sort())
    return communes.select("commune", territoire_niveau=pl.lit(COMMUNE), territoire_code="commune")


def avec_les_communes(commune_territoire: pl.DataFrame) -> pl.DataFrame:
    """`commune_territoire` (commune, territoire_niveau, territoire_code), and each of its communes in itself."""
    return pl.concat([commune_territoire.select("commune", *_CLE), en_territoires(commune_territoire)])
