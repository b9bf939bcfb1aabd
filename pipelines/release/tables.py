"""Tables on disk: Parquet and compressed CSV, the same bytes for the same rows."""

import gzip
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.release.colonnes import Colonne

LIGNES_PAR_GROUPE = 125_000
_NIVEAU_ZSTD, _NIVEAU_GZIP = 9, 6
_BLOC_CSV = 32 * 1024 * 1024
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
    """Write `table`, already sorted by `cle`, in groups of rows small enough to read one territory from afar."""
    schema = schema_arrow(colonnes, fiche)
    with pq.ParquetWriter(
        chemin,
        schema,
        compression="zstd",
        compression_level=_NIVEAU_ZSTD,
        use_dictionary=True,
        write_page_index=True,
        sorting_columns=pq.SortingColumn.from_ordering(schema, [(nom, "ascending") for nom in cle]),
    ) as fichier:
        for tranche in _tranches(table):
            fichier.write_table(tranche.select(schema.names).to_arrow().cast(schema))


def ecrire_csv(table: pl.DataFrame, chemin: Path) -> None:
    """Machine variant: comma, decimal point, UTF-8 without BOM; neither time nor name in the gzip header."""
    with (
        chemin.open("wb") as brut,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_NIVEAU_GZIP, fileobj=brut, mtime=0) as fichier,
    ):
        for rang, tranche in enumerate(_tranches(table)):
            texte = io.BytesIO()
            tranche.write_csv(texte, include_header=rang == 0, float_scientific=False)
            fichier.write(texte.getbuffer())


def meme_csv(chemin: Path, table: pl.DataFrame) -> bool:
    """Whether the CSV holds the rows of `table`, read block by block: at national size it does not fit beside it."""
    lues = 0
    with gzip.open(chemin) as fichier:
        if fichier.readline().decode().strip().split(",") != table.columns:
            return False
        while bloc := fichier.read(_BLOC_CSV):
            morceau = pl.read_csv(bloc + fichier.readline(), has_header=False, schema=table.schema)
            if not morceau.equals(table.slice(lues, morceau.height)):
                return False
            lues += morceau.height
    return lues == table.height


def par_indicateur(table: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each run of rows of one indicator, without copying them; a sorted table has one run per indicator."""
    debut = 0
    for longueur, nom in table["indicateur"].rle().struct.unnest().iter_rows():
        yield nom, table.slice(debut, longueur)
        debut += longueur


def _tranches(table: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """At least one, so that an empty table has its header."""
    for debut in range(0, max(table.height, 1), LIGNES_PAR_GROUPE):
        yield table.slice(debut, LIGNES_PAR_GROUPE)
