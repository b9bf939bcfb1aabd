"""The territories as dbt reads them: one Parquet file per frame, in which communes are a level like another."""

from pathlib import Path

import polars as pl

from pipelines.territories.communes import en_territoires
from pipelines.territories.modele import Territoires

FICHIERS = ("commune", "commune_passage", "territoire", "commune_territoire")


def ecrire_contexte(territoires: Territoires, dossier: Path) -> None:
    """Write each of FICHIERS in `dossier`; each file appears whole, by renaming."""
    dossier.mkdir(parents=True, exist_ok=True)
    for nom, frame in zip(FICHIERS, _frames(territoires), strict=True):
        provisoire = dossier / f"{nom}.tmp"
        frame.write_parquet(provisoire, compression="zstd")
        provisoire.replace(dossier / f"{nom}.parquet")


def _frames(t: Territoires) -> tuple[pl.DataFrame, ...]:
    communes = en_territoires(t.communes_dites)
    dites = communes.join(t.communes_dites, on="commune").select("territoire_niveau", "territoire_code", "publie")
    territoires = pl.concat([t.territoires.select(dites.columns), dites])
    return t.communes, t.passages, territoires, pl.concat([t.commune_territoire, communes])
