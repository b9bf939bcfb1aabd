"""No NIR, plain hash of a NIR, name or street of the simulation appears outside `depot/`."""

import gzip
import hashlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
import zstandard

NIR = re.compile(rb"(?<!\d)[1-478]\d{12}(?!\d)")
RUE = re.compile(rb"(?i)de l.invention \d+")


def _contenu(fichier: Path) -> bytes:
    octets = fichier.read_bytes()
    if fichier.suffix == ".gz":
        return gzip.decompress(octets)
    if fichier.suffix == ".zst":
        return zstandard.ZstdDecompressor().stream_reader(octets).read()
    return octets


@pytest.fixture(scope="module")
def identites(france) -> dict[str, set[bytes]]:
    """What must not leave the dépôt: NIR, their plain hashes, names and streets, read from the received files."""
    nirs: set[bytes] = set()
    noms: set[bytes] = set()
    for fichier in sorted((france.roots.depot / "inscription").rglob("*.csv")):
        lignes = fichier.read_bytes().splitlines()[1:]
        for ligne in lignes:
            champs = ligne.split(b";")
            if len(champs) > 4:
                nirs.add(champs[0])
                noms.update((champs[2].upper(), champs[3].upper()))
    nirs = {nir for nir in nirs if NIR.fullmatch(nir)}
    hachages = {h(nir).hexdigest().encode() for nir in nirs for h in (hashlib.md5, hashlib.sha1, hashlib.sha256)}
    return {"nir": nirs, "hachage": hachages, "nom": {nom for nom in noms if len(nom) > 5}}


def _valeurs(frame: pl.DataFrame) -> bytes:
    """Every distinct value of every column, one a line."""
    while imbriquees := [nom for nom, type_ in frame.schema.items() if isinstance(type_, pl.List)]:
        frame = pl.concat(
            [frame.drop(imbriquees), *(frame.select(pl.col(n).explode()) for n in imbriquees)], how="diagonal"
        )
    colonnes = [frame[nom].unique().cast(pl.String).drop_nulls().to_list() for nom in frame.columns]
    return "\n".join(valeur for colonne in colonnes for valeur in colonne).encode()


def _textes(roots) -> Iterator[tuple[Path, bytes]]:
    """Every file outside the dépôt, as text: the values of tables, the rows of SQLite, the rest as it is."""
    for fichier in sorted(roots.home.rglob("*")):
        if not fichier.is_file() or fichier.is_relative_to(roots.depot) or fichier.is_symlink():
            continue
        if fichier.suffix == ".parquet":
            yield fichier, _valeurs(pl.read_parquet(fichier))
        elif fichier.name.endswith(".csv.gz"):
            yield fichier, _valeurs(pl.read_csv(fichier, infer_schema=False))
        elif fichier.suffix == ".duckdb":
            base = duckdb.connect(str(fichier), read_only=True)
            for schema, table, colonne in base.sql(
                "select table_schema, table_name, column_name from information_schema.columns"
            ).fetchall():
                yield fichier, _valeurs(base.sql(f'select distinct "{colonne}" from "{schema}"."{table}"').pl())
            base.close()
        elif fichier.suffix == ".db":
            base = sqlite3.connect(f"file:{fichier}?mode=ro", uri=True)
            yield fichier, "\n".join(base.iterdump()).encode()
            base.close()
        else:
            yield fichier, _contenu(fichier)


def test_no_identity_outside_the_depot(france, identites):
    assert len(identites["nir"]) > 15_000
    assert len(identites["nom"]) > 100
    mots = re.compile(rb"[A-Z\xc0-\xdf]{6,}")
    empreintes = re.compile(rb"(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})(?![0-9a-f])")
    lus = 0
    for fichier, texte in _textes(france.roots):
        lus += 1
        trouves = {
            "nir": identites["nir"].intersection(NIR.findall(texte)),
            "hachage": identites["hachage"].intersection(empreintes.findall(texte)),
            "nom": identites["nom"].intersection(mots.findall(texte.upper())),
            "rue": set(RUE.findall(texte)),
        }
        assert not any(trouves.values()), f"{fichier}: {[(k, len(v)) for k, v in trouves.items()]}"
    assert lus > 100


def test_the_scan_sees_an_identity_when_there_is_one(france, identites):
    """The same scan on the dépôt itself finds them: the test above can fail."""
    fichier = next((france.roots.depot / "inscription").rglob("inscriptions_*.csv"))
    texte = fichier.read_bytes()
    assert identites["nir"].intersection(NIR.findall(texte))
    assert RUE.search(texte)
