"""Reading the lake: what was known of a source on a day, and the last version of each record."""

from datetime import date
from pathlib import Path

import polars as pl

RECU = ["date_reception", "fichier", "ligne"]
"""What settles two versions that their sender does not order: reception, then hash; the line, within one file."""


def lire(lac: Path, source: str, entite: str, connu_le: date) -> pl.DataFrame:
    """Every accepted row of an entity, of the files received on or before `connu_le`."""
    dossiers = [d for d in sorted((lac / source).iterdir()) if "0000-00-00" < d.name <= str(connu_le)]
    fichiers = [f for d in dossiers for f in sorted(d.glob(f"{entite}*.parquet")) if _est_de(f, entite)]
    return pl.read_parquet(fichiers)


def _est_de(fichier: Path, entite: str) -> bool:
    """`contrat.parquet` and the parts of a large one, `contrat-0001.parquet`, not `contrat_autre.parquet`."""
    return fichier.stem.split("-")[0] == entite


def derniere(lignes: pl.DataFrame, cle: list[str], ordre: list[str]) -> pl.DataFrame:
    """One row per business key: the last by its sender's order, then by reception, then by hash."""
    return lignes.sort(*ordre, *RECU).unique(cle, keep="last", maintain_order=True)
