"""What was refused and why: one Parquet per (source, reception date), without any identity."""

from datetime import date
from pathlib import Path

import polars as pl

from pipelines.contracts.refus import REFUS
from pipelines.landing.registre import lister_registre
from pipelines.roots import Roots

SCHEMA = REFUS | {"fichier": pl.String}


def chemin_de_la_quarantaine(roots: Roots, source: str, jour: date) -> Path:
    return roots.quarantaine / source / f"{jour}.parquet"


def ecrire(chemin: Path, refus: list[pl.DataFrame]) -> None:
    chemin.parent.mkdir(parents=True, exist_ok=True)
    provisoire = chemin.with_suffix(".tmp")
    # A file read in parts is refused in each of them, and once here
    tous = pl.concat([pl.DataFrame(schema=SCHEMA), *refus]).unique().sort(list(SCHEMA))
    tous.write_parquet(provisoire, compression="zstd")
    provisoire.replace(chemin)


def lister_quarantaine(roots: Roots, source: str = "*") -> pl.DataFrame:
    """Every refusal and remark, with where to find the file again: source, reception date, name of the file."""
    chemins = sorted(roots.quarantaine.glob(f"{source}/*.parquet"))
    refus = pl.concat(
        [
            pl.DataFrame(schema={"source": pl.String, "date_reception": pl.String, **SCHEMA}),
            *(
                pl.read_parquet(chemin).select(
                    pl.lit(chemin.parent.name).alias("source"),
                    pl.lit(chemin.stem).alias("date_reception"),
                    *SCHEMA,
                )
                for chemin in chemins
            ),
        ]
    )
    if refus.is_empty():
        return refus.with_columns(nom=pl.lit(None, pl.String))
    noms = lister_registre(roots, source).select("source", "date_reception", "fichier", "nom")
    noms = noms.unique(["source", "date_reception", "fichier"], keep="first", maintain_order=True)
    return refus.join(noms, on=["source", "date_reception", "fichier"], how="left", maintain_order="left")
