"""Whatever a file of a house holds, as text: what tests that look for something everywhere read."""

import gzip
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import zstandard


def textes(dossier: Path, sauf: Path | None = None) -> Iterator[tuple[Path, bytes]]:
    """Every file under `dossier` and not under `sauf`: the distinct values of each column of a table, the rows of
    SQLite, the rest as it is. A large table comes in several parts."""
    for fichier in sorted(dossier.rglob("*")):
        if not fichier.is_file() or fichier.is_symlink() or (sauf and fichier.is_relative_to(sauf)):
            continue
        if fichier.suffix == ".parquet":
            with duckdb.connect() as base:
                yield from _colonnes(fichier, base, f"read_parquet('{fichier}')")
        elif fichier.name.endswith(".csv.gz"):
            with duckdb.connect() as base:
                yield fichier, _en_une_lecture(base, f"read_csv('{fichier}', all_varchar = true)")
        elif fichier.suffix == ".duckdb":
            with duckdb.connect(str(fichier), read_only=True) as base:
                for schema, nom in base.sql(
                    "select table_schema, table_name from information_schema.tables"
                ).fetchall():
                    yield from _colonnes(fichier, base, f'"{schema}"."{nom}"')
        elif fichier.suffix == ".db":
            base = sqlite3.connect(f"file:{fichier}?mode=ro", uri=True)
            yield fichier, "\n".join(base.iterdump()).encode()
            base.close()
        else:
            yield fichier, _contenu(fichier)


def _colonnes(fichier: Path, base: duckdb.DuckDBPyConnection, table: str) -> Iterator[tuple[Path, bytes]]:
    """Distinct values of one column after the other, one a line; of a list, those it holds."""
    for nom, genre, *_ in base.sql(f"describe from {table}").fetchall():
        valeur = f'unnest("{nom}")' if genre.endswith("[]") else f'"{nom}"'
        distinctes = base.sql(f"select distinct cast({valeur} as varchar) from {table}")
        for lues in distinctes.fetch_arrow_reader(200_000):
            yield fichier, pl.from_arrow(lues).to_series().drop_nulls().str.join("\n").item().encode()


def _en_une_lecture(base: duckdb.DuckDBPyConnection, table: str) -> bytes:
    """The distinct values of every column of what is slow to read."""
    noms = [nom for nom, *_ in base.sql(f"describe from {table}").fetchall()]
    distinctes = ", ".join(f'list(distinct "{nom}")' for nom in noms)
    listes = base.sql(f"select {distinctes} from {table}").fetchone()
    return "\n".join(valeur for liste in listes for valeur in liste or [] if valeur is not None).encode()


def _contenu(fichier: Path) -> bytes:
    octets = fichier.read_bytes()
    if fichier.suffix == ".gz":
        return gzip.decompress(octets)
    if fichier.suffix == ".zst":
        return zstandard.ZstdDecompressor().stream_reader(octets).read()
    return octets
