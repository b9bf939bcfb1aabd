"""The tables the package carries, facts only: built by `pipelines.territories.construire`, never edited by hand.

Two are written by hand: `articles.csv`, how French speaks of the territories it names, and `collectivites_rsa.csv`,
where the RSA is not that of one whole département. Sources, dates and licences: docs/territoires.md.
"""

from functools import lru_cache
from pathlib import Path

import polars as pl

DOSSIER = Path(__file__).parent


@lru_cache
def lire(nom: str) -> pl.DataFrame:
    """The table `nom` (file name without its end), all codes as text."""
    parquet = DOSSIER / f"{nom}.parquet"
    return pl.read_parquet(parquet) if parquet.exists() else pl.read_csv(DOSSIER / f"{nom}.csv", infer_schema_length=0)
