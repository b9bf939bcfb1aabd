"""Delays of a journey: how many days from its beginning to the first event of a kind."""

import polars as pl


def premier_delai(parcours: pl.DataFrame, evenements: pl.DataFrame, jour: str) -> pl.DataFrame:
    """Rows of journeys with `jours` from t0 to the first event (`personne`, `jour`) of the journey, its last day
    included; null when there is none."""
    dans_le_parcours = pl.col("fin").is_null() | (pl.col(jour) <= pl.col("fin"))
    return (
        parcours.sort("t0")
        .join_asof(
            evenements.select("personne", jour).drop_nulls().sort(jour),
            left_on="t0",
            right_on=jour,
            by="personne",
            strategy="forward",
            check_sortedness=False,
        )
        .with_columns(jours=pl.when(dans_le_parcours).then((pl.col(jour) - pl.col("t0")).dt.total_days()))
    )
