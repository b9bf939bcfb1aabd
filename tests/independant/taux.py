"""Rates per 1,000 registered: the events of one indicator over the stock of another."""

import polars as pl

POUR_1000 = {
    f"{nom}_pour_1000": nom for nom in ("radiations", "reductions", "suspensions", "suppressions", "manquements")
}


def toutes(faits: pl.DataFrame) -> pl.DataFrame:
    """The facts of each rate, from those of its events and of the stock: neither side is part of the other."""
    inscrits = faits.filter(pl.col("indicateur") == "inscrits_stock")
    morceaux = []
    for taux, compte in POUR_1000.items():
        evenements = faits.filter(pl.col("indicateur") == compte).with_columns(
            numerateur="denominateur", denominateur=pl.lit(0, pl.Int64)
        )
        morceaux += [lignes.with_columns(indicateur=pl.lit(taux)) for lignes in (evenements, inscrits)]
    return pl.concat(morceaux, how="vertical_relaxed")
