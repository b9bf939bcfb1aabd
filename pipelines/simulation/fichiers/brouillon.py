"""Rough drafts: rows of the world set aside month by month while blocks are made, read back when files are written."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl


@dataclass(frozen=True)
class Brouillon:
    """A folder of Parquet files: `<tas>/<mois>/<rang of the block>.parquet`."""

    dossier: Path

    def garder(self, tas: str, rang: int, lignes: pl.DataFrame) -> None:
        """Set aside the rows of a block, by their column `mois` (rows without month have nothing to be told)."""
        for (mois,), partie in (
            lignes.drop_nulls("mois").partition_by("mois", as_dict=True, maintain_order=True).items()
        ):
            dossier = self.dossier / tas / f"{mois:%Y-%m}"
            dossier.mkdir(parents=True, exist_ok=True)
            partie.write_parquet(dossier / f"{rang:05}.parquet", compression="lz4", statistics=False)

    def lire(self, tas: str, mois: date) -> pl.DataFrame | None:
        """The rows of a month, blocks in order; None when there is none."""
        fichiers = sorted((self.dossier / tas / f"{mois:%Y-%m}").glob("*.parquet"))
        return pl.concat([pl.read_parquet(fichier) for fichier in fichiers]) if fichiers else None

    def lire_ou_rien(self, tas: str, mois: date, colonnes: dict) -> pl.DataFrame:
        """The rows of a month, blocks in order; a table of these columns without any row when there is none."""
        lignes = self.lire(tas, mois)
        return pl.DataFrame(schema=colonnes) if lignes is None else lignes
