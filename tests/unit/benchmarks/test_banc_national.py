"""The national rehearsal runs, small: its lake is what the door would have landed, and engines count as dbt does."""

from datetime import date

import duckdb
import polars as pl
import pytest

from benchmarks.pays import couche, moteurs, planchers, reseau
from benchmarks.pays.contrats import ENTITES
from benchmarks.pays.fonder import fonder
from pipelines.contracts import charger
from pipelines.contracts.passage import schema_du_lac
from pipelines.roots import Roots

DERNIER_MOIS = date(2026, 6, 1)
OBSERVATION = date(2026, 7, 20)
RARES = {"changement", "equivalence"}
"""Entities that a few persons in a thousand have rows of."""


@pytest.fixture(scope="module")
def maison(tmp_path_factory):
    roots = Roots(tmp_path_factory.mktemp("pays"))
    fonder(roots, 500, 9, DERNIER_MOIS, OBSERVATION)
    couche.construire(roots, "--select", "+parts_retour_emploi", "+lieu_territoire", "--indirect-selection", "empty")
    return roots


@pytest.mark.parametrize(("source", "entite"), [*reseau.SELECTIONS, *(("dsn", entite) for entite in ENTITES)])
def test_an_entity_lands_as_its_contract_says(source, entite, maison):
    fichiers = sorted(maison.lac.glob(f"{source}/2*/{entite}-*.parquet"))
    assert fichiers or entite in RARES
    attendu = pl.Schema(schema_du_lac(charger(source))[entite])
    for fichier in fichiers:
        schema = pl.read_parquet_schema(fichier)
        assert dict(schema) == {nom: _comme_duckdb(nature) for nom, nature in attendu.items()}


def _comme_duckdb(nature: pl.DataType) -> pl.DataType:
    return pl.Datetime("us") if isinstance(nature, pl.Datetime) else nature


def test_the_same_country_is_drawn_again(maison, tmp_path):
    fonder(Roots(tmp_path), 500, 9, DERNIER_MOIS, OBSERVATION)
    for entite in ("inscription/*/inscription", "dsn/*/contrat"):
        deux = [
            duckdb.sql(f"from '{maison_.interne}/lac/{entite}-*.parquet' order by all").pl()
            for maison_ in (maison, Roots(tmp_path))
        ]
        assert deux[0].equals(deux[1])


def test_a_country_found_again_is_told_by_the_catalogue_of_the_day(maison):
    annonce = maison.contexte / "annonce.parquet"
    avant = annonce.read_bytes()
    annonce.write_bytes(b"of former times")
    fonder(maison, 500, 9, DERNIER_MOIS, OBSERVATION)
    assert annonce.read_bytes() == avant


@pytest.mark.parametrize("moteur", ["duckdb", "polars", "pandas"])
def test_an_engine_counts_the_returns_to_work_as_dbt_does(moteur, maison):
    tables = maison.home / "tables"
    assert moteurs.exporter(maison.entrepot, tables, un_sur=1) > 1_000
    _, compte = moteurs.EN_PROCESSUS[moteur](tables, fois=1)
    compte.write_parquet(tables / f"{moteur}.parquet")
    assert moteurs.ecart(tables / "attendu.parquet", tables / f"{moteur}.parquet") == 0
    national = compte.filter(pl.col("territoire_niveau") == "national").select(pl.col(moteurs.COMPTES).sum()).row(0)
    assert 0.1 < national[0] / national[1] < 0.6


def test_a_count_that_differs_is_seen(tmp_path):
    lignes = {"territoire_niveau": ["national"], "territoire_code": ["FR"], "mois": [DERNIER_MOIS]}
    pl.DataFrame(lignes | {"numerateur": 3, "denominateur": 10, "exclus": 0}).write_parquet(tmp_path / "a.parquet")
    pl.DataFrame(lignes | {"numerateur": 5, "denominateur": 9, "exclus": 0}).write_parquet(tmp_path / "b.parquet")
    assert moteurs.ecart(tmp_path / "a.parquet", tmp_path / "b.parquet") == 3


def test_the_floor_reads_what_the_plan_scans():
    with duckdb.connect() as base:
        base.execute("create table personnes as select range as cle, range % 7 as mois, 'x' as inutile from range(100)")
        lues = planchers.colonnes_lues(base, "select mois, count(*) from personnes where cle > 3 group by mois")
    assert list(lues.values()) == [{"cle", "mois"}]
