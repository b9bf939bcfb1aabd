"""Rates of a flow: the events of the month for the persons registered at its end."""

import polars as pl

_DITES = ("mois", "zone", "sexe", "tranche_age")


def pour_1000(evenements: pl.DataFrame, presents: pl.DataFrame) -> pl.DataFrame:
    """Rows of both: an event counts in the numerator alone, a person registered in the denominator alone."""
    compte, rien = pl.lit(1, dtype=pl.Int64), pl.lit(0, dtype=pl.Int64)
    return pl.concat([evenements.select(*_DITES, num=compte, den=rien), presents.select(*_DITES, num=rien, den=compte)])
