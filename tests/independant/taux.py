"""Rates per 1,000 registered: the events of one indicator over the stock of another."""

import polars as pl

POUR_1000 = {
    f"{nom}_pour_1000": nom for nom in ("radiations", "reductions", "suspensions", "suppressions", "manquements")
}


def faits(indicateur: str, connus: pl.LazyFrame) -> pl.LazyFrame:
    """The facts of an indicator among those known; of a rate, those of its events and of the stock: neither side is
    part of the other."""
    siens = connus.filter(pl.col("indicateur") == POUR_1000.get(indicateur, indicateur))
    if indicateur not in POUR_1000:
        return siens
    evenements = siens.with_columns(numerateur="denominateur", denominateur=pl.lit(0, pl.Int64))
    inscrits = connus.filter(pl.col("indicateur") == "inscrits_stock")
    lignes = pl.concat([evenements, inscrits], how="vertical_relaxed")
    return lignes.with_columns(indicateur=pl.lit(indicateur))
