"""Tables on disk: Parquet and compressed CSV, the same bytes for the same rows."""

import gzip
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.release.colonnes import Colonne

LIGNES_PAR_GROUPE = 125_000
_NIVEAU_ZSTD, _NIVEAU_GZIP = 9, 6
_ARROW = {
    pl.String: pa.string(),
    pl.Date: pa.date32(),
    pl.Int32: pa.int32(),
    pl.Int64: pa.int64(),
    pl.Float64: pa.float64(),
    pl.Boolean: pa.bool_(),
}


def schema_arrow(colonnes: Sequence[Colonne], fiche: dict[str, str]) -> pa.Schema:
    """Types, then what each column means (field metadata), then what the file is (`fiche`)."""
    champs = []
    for colonne in colonnes:
        mots = {"description": colonne.description, "unite": colonne.unite, "valeurs": colonne.valeurs}
        textes = {
            nom: mot if isinstance(mot, str) else json.dumps(mot, ensure_ascii=False)
            for nom, mot in mots.items()
            if mot
        }
        champs.append(pa.field(colonne.nom, _ARROW[colonne.genre], nullable=colonne.vide, metadata=textes))
    return pa.schema(champs, metadata=fiche)


def ecrire_parquet(
    table: pl.DataFrame, colonnes: Sequence[Colonne], chemin: Path, fiche: dict[str, str], cle: Sequence[str]
) -> None:
    """Write `table`, already sorted by `cle`."""
    with _parquet(colonnes, chemin, fiche, cle) as fichier:
        fichier.write_table(table.select(fichier.schema.names).to_arrow().cast(fichier.schema))


@contextmanager
def ouvrir(
    colonnes: Sequence[Colonne], chemin: Path, fiche: dict[str, str], cle: Sequence[str]
) -> Iterator[Callable[[pl.DataFrame], None]]:
    """What adds rows to a table too large for memory, one indicator at a time, sorted by `cle`: `<chemin>.parquet` and
    `<chemin>.csv.gz`.

    A group of rows of the Parquet holds one indicator, and few enough rows to read one territory from afar. The CSV is
    the machine variant: comma, decimal point, UTF-8 without BOM; neither time nor name in the gzip header.
    """
    with (
        _parquet(colonnes, chemin.with_suffix(".parquet"), fiche, cle) as fichier,
        chemin.with_suffix(".csv.gz").open("wb") as brut,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_NIVEAU_GZIP, fileobj=brut, mtime=0) as texte,
    ):
        texte.write((",".join(fichier.schema.names) + "\n").encode())

        def ajouter(morceau: pl.DataFrame) -> None:
            for tranche in morceau.select(fichier.schema.names).iter_slices(LIGNES_PAR_GROUPE):
                fichier.write_table(tranche.to_arrow().cast(fichier.schema))
                lignes = io.BytesIO()
                tranche.write_csv(lignes, include_header=False, float_scientific=False)
                texte.write(lignes.getbuffer())

        yield ajouter


def meme_csv(chemin: Path, morceaux: Iterable[pl.DataFrame]) -> bool:
    """Whether the CSV holds the rows of `morceaux`, one after the other, and no other."""
    with gzip.open(chemin) as fichier:
        entete = fichier.readline().decode().strip().split(",")
        for morceau in morceaux:
            lignes = b"".join(islice(fichier, morceau.height))
            if entete != morceau.columns or not lignes:
                return False
            if not pl.read_csv(lignes, has_header=False, schema=morceau.schema).equals(morceau):
                return False
        return not fichier.read(1)


def par_indicateur(table: pl.LazyFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each run of rows of one indicator, read when its turn comes; a sorted table has one run per indicator."""
    # as categories: names of millions of rows are few
    noms = table.select(pl.col("indicateur").cast(pl.Categorical)).collect().to_series()
    debut = 0
    for longueur, nom in noms.rle().struct.unnest().iter_rows():
        yield nom, table.slice(debut, longueur).collect()
        debut += longueur


def _parquet(colonnes: Sequence[Colonne], chemin: Path, fiche: dict[str, str], cle: Sequence[str]) -> pq.ParquetWriter:
    schema = schema_arrow(colonnes, fiche)
    return pq.ParquetWriter(
        chemin,
        schema,
        compression="zstd",
        compression_level=_NIVEAU_ZSTD,
        use_dictionary=True,
        write_page_index=True,
        sorting_columns=pq.SortingColumn.from_ordering(schema, [(nom, "ascending") for nom in cle]),
    )
