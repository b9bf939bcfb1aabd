"""What changed since the previous release, told from published values only."""

from pathlib import Path

import polars as pl

from pipelines.release.colonnes import CLE

_COMPAREES = ("numerateur", "denominateur", "exclus", "valeur")


def marquer(nom: str, table: pl.DataFrame, precedente: Path | None) -> pl.DataFrame:
    """`table`, the rows of indicator `nom`, with `revise` true where both releases publish the cell (no `absent`) and a
    figure differs."""
    if precedente is None:
        return table
    avant = pl.scan_parquet(precedente).filter(pl.col("indicateur") == nom).collect()
    publiees = avant.filter(pl.col("statut") != "absent").select(*CLE, *_COMPAREES, pl.lit(True).alias("connue"))
    change = pl.any_horizontal(pl.col(nom).ne_missing(pl.col(f"{nom}_avant")) for nom in _COMPAREES)
    revise = (pl.col("statut") != "absent") & pl.col("connue").fill_null(False) & change
    reunies = table.join(publiees, on=CLE, how="left", suffix="_avant", maintain_order="left")
    return reunies.with_columns(revise=revise).select(table.columns)
