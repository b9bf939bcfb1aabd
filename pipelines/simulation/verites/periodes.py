"""Periods in force on a day: begun by it, and not over by its end."""

import polars as pl


def en_vigueur(jours: pl.DataFrame, periodes: pl.DataFrame, debut: str, fin: str) -> pl.DataFrame:
    """Persons and months (`personne`, `mois`), on a `jour`, with each of their periods in force that day; without an
    end, a period goes on."""
    return (
        jours.select("personne", "mois", "jour")
        .join(periodes, on="personne")
        .filter(pl.col(debut) <= pl.col("jour"), pl.col(fin).is_null() | (pl.col(fin) > pl.col("jour")))
    )


def couverts(jours: pl.DataFrame, periodes: pl.DataFrame, debut: str, fin: str) -> pl.DataFrame:
    """The same rows, with `num`: 1 for who has a period in force that day."""
    dedans = en_vigueur(jours, periodes.select("personne", debut, fin), debut, fin)
    comptes = dedans.select("personne", "mois", num=pl.lit(1, dtype=pl.Int64)).unique()
    return jours.join(comptes, on=["personne", "mois"], how="left").with_columns(pl.col("num").fill_null(0))
