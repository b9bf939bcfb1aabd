"""What leaves the house, or may be shown to help somebody, holds no pseudonym, record key or cell key.

That is: the releases, the logs, the storage of Dagster, the pages on deliveries, and what dbt compiled and ran.
"""

import re
from pathlib import Path

import polars as pl
import pytest

from tests.end_to_end.textes import textes

NOMBRE = re.compile(rb"(?<![0-9A-Za-z.])-?[0-9]{9,19}(?![0-9A-Za-z.])")
QUARANTE_BITS = 2**40


@pytest.fixture(scope="module")
def montres(france) -> list[Path]:
    roots = france.roots
    dossiers = [roots.public, roots.journaux, roots.dagster, roots.qualite, roots.entrepot.parent / "dbt"]
    assert all(any(dossier.rglob("*")) for dossier in dossiers)
    return dossiers


def test_no_pseudonym_record_key_or_cell_key_is_shown(france, montres):
    nombres: dict[int, Path] = {}
    for dossier in montres:
        nombres |= _nombres(dossier)
    assert nombres, "no long number at all: nothing was read"
    vus = pl.DataFrame({"nombre": list(nombres)}, schema={"nombre": pl.Int64})
    for table, colonnes in _secrets(france.roots).items():
        for colonne in colonnes:
            connus = pl.scan_parquet(table).select(nombre=pl.col(colonne).cast(pl.Int64))
            trouves = vus.lazy().join(connus, on="nombre", how="semi").collect()["nombre"]
            assert trouves.is_empty(), (table, colonne, nombres[trouves[0]])


def test_the_scan_sees_a_pseudonym_when_there_is_one(france):
    """The same scan on rows of the lake finds theirs: the test above can fail."""
    table = next((france.roots.lac / "inscription").rglob("inscription.parquet"))
    assert set(pl.read_parquet(table)["personne_id"]) <= set(_nombres(table.parent))


def _nombres(dossier: Path) -> dict[int, Path]:
    """Every long number in the files of a folder, and where one of them is."""
    nombres: dict[int, Path] = {}
    for fichier, texte in textes(dossier):
        nombres |= dict.fromkeys((n for n in map(int, NOMBRE.findall(texte)) if abs(n) < 2**63), fichier)
    return nombres


def _secrets(roots) -> dict[Path, list[str]]:
    """The columns of the lake that hold pseudonyms or record keys, and those of the exact cells that hold cell keys."""
    secrets = {roots.cellules: ["cle_numerateur", "cle_denominateur", "cle_exclus"]}
    for table in sorted(roots.lac.rglob("*.parquet")):
        schema = pl.read_parquet_schema(table)
        entiers = [nom for nom, genre in schema.items() if genre == pl.Int64]
        grands = pl.scan_parquet(table).select(pl.col(entiers).abs().max()).collect().row(0, named=True)
        secrets[table] = [nom for nom, plus_grand in grands.items() if (plus_grand or 0) > QUARANTE_BITS // 100]
    assert any("personne_id" in colonnes for colonnes in secrets.values())
    assert any("cle_enregistrement" in colonnes for colonnes in secrets.values())
    return secrets
