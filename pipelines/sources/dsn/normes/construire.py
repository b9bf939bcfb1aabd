"""Rebuild the norm tables of this folder from published descriptions of NEODeS: one CSV per year, and the blocks.

    python -m pipelines.sources.dsn.normes.construire <folder of the descriptions>

The folder holds, as read from public documents (cahiers techniques DSN of GIP-MDS and their machine-readable copies):
- 2024: `rubriques.csv` (rubriques and the name of their type), `types.csv` (nature, lengths, values of each type);
- 2025: `rubriques_ct2025.csv` (nature, lengths), `valeurs_ct2025.csv` (codes);
- 2026: `rubriques_p26v01.csv` (nature, greatest length), `valeurs_p26v01.csv` (codes), `arborescence_p26v01.csv`.

Only facts are kept: number, nature (X text, N number, D date), lengths, codes. The 2026 description gives no smallest
length: it is the one of 2025 for a rubrique that exists there, the shortest code for a list, 1 otherwise.
"""

import sys
from pathlib import Path

import polars as pl

from pipelines.sources.dsn.normes import DOSSIER, SEPARATEUR

COLONNES = ("rubrique", "nature", "lg_min", "lg_max", "codes")
# Blocks under the declaration that are not in the tree of 2026 as children of another block, and the envelope's
ENVOI, DECLARATION, PERSONNE = "envoi", "declaration", "personne"
INDIVIDU = "S21.G00.30"


def construire(source: Path, cible: Path = DOSSIER) -> None:
    """Write P24V01.csv, P25V01.csv, P26V01.csv and blocs.csv in `cible`."""
    norme_2025 = _norme_2025(source)
    normes = {"P24V01": _norme_2024(source), "P25V01": norme_2025, "P26V01": _norme_2026(source, norme_2025)}
    for nom, table in normes.items():
        table.select(COLONNES).sort("rubrique").write_csv(cible / f"{nom}.csv")
    _blocs(source, normes).write_csv(cible / "blocs.csv")


def _lire(source: Path, nom: str) -> pl.DataFrame:
    return pl.read_csv(source / nom, infer_schema_length=0)


def _codes(valeurs: pl.DataFrame) -> pl.DataFrame:
    return valeurs.group_by("rubrique").agg(codes=pl.col("code").unique().sort().str.join(SEPARATEUR))


def _norme_2024(source: Path) -> pl.DataFrame:
    types = _lire(source, "types.csv").select(
        pl.col("Id").alias("DataType Id"),
        pl.col("Nature").replace_strict({"Numeric": "N", "Date": "D"}, default="X").alias("nature"),
        pl.col("Lg Min").cast(pl.Int32).alias("lg_min"),
        pl.col("Lg Max").cast(pl.Int32).alias("lg_max"),
        pl.col("Values").str.extract_all(r"(?:^|;)[^=;]+=").list.eval(pl.element().str.strip_chars(";="))
        .list.unique().list.sort().list.join(SEPARATEUR).alias("codes"),
    )  # fmt: skip
    rubriques = _lire(source, "rubriques.csv").with_columns(
        rubrique=pl.format("{}.{}", "Block Id", pl.col("Id").str.zfill(3))
    )
    return rubriques.join(types, on="DataType Id", how="left")


def _norme_2025(source: Path) -> pl.DataFrame:
    rubriques = _lire(source, "rubriques_ct2025.csv").cast({"lg_min": pl.Int32, "lg_max": pl.Int32})
    return rubriques.join(_codes(_lire(source, "valeurs_ct2025.csv")), on="rubrique", how="left")


def _norme_2026(source: Path, norme_2025: pl.DataFrame) -> pl.DataFrame:
    rubriques = _lire(source, "rubriques_p26v01.csv").with_columns(lg_max=pl.col("longueur_max").cast(pl.Int32))
    codes = _codes(_lire(source, "valeurs_p26v01.csv"))
    plus_court = pl.col("codes").str.split(SEPARATEUR).list.eval(pl.element().str.len_chars()).list.min()
    return (
        rubriques.join(codes, on="rubrique", how="left")
        .join(norme_2025.select("rubrique", "lg_min"), on="rubrique", how="left")
        .with_columns(lg_min=pl.coalesce("lg_min", plus_court.cast(pl.Int32), pl.lit(1, pl.Int32)))
    )


def _blocs(source: Path, normes: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Each block and what carries it: the envelope, the declaration (or its establishment), or a person."""
    parents = dict(_lire(source, "arborescence_p26v01.csv").select("bloc", "bloc_parent").rows())

    def portee(bloc: str) -> str:
        if bloc.startswith(("S10", "S90")):
            return ENVOI
        ancetre: str | None = bloc
        while ancetre and ancetre != INDIVIDU:
            ancetre = parents.get(ancetre)
        return PERSONNE if ancetre else DECLARATION

    blocs = sorted({rubrique[:10] for table in normes.values() for rubrique in table["rubrique"]})
    return pl.DataFrame({"bloc": blocs, "portee": [portee(bloc) for bloc in blocs]})


if __name__ == "__main__":
    construire(Path(sys.argv[1]))
