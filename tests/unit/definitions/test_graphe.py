"""The conductor's graph: one direction, one check per source, one executor, every step reachable by a job."""

import dagster as dg
import pytest

from pipelines.definitions import defs
from pipelines.definitions.entree import SOURCES


@pytest.fixture(scope="module")
def graphe():
    return defs.resolve_asset_graph()


def _amont(graphe, *cle: str) -> set[dg.AssetKey]:
    return set(graphe.get(dg.AssetKey(list(cle))).parent_keys)


def test_each_staging_model_follows_the_lake_of_its_source(graphe):
    assert dg.AssetKey(["lac", "dsn"]) in _amont(graphe, "staging", "stg_dsn__contrat")
    assert dg.AssetKey(["lac", "rsa"]) in _amont(graphe, "staging", "stg_rsa__droit")
    assert _amont(graphe, "staging", "stg_contexte__commune") == {dg.AssetKey("contexte")}


def test_the_release_follows_the_exact_cells_and_nothing_follows_it(graphe):
    assert dg.AssetKey(["indicateurs", "cellules"]) in _amont(graphe, "millesime")
    assert not graphe.get(dg.AssetKey("millesime")).child_keys


def test_the_release_descends_from_every_source(graphe):
    vus, a_voir = set(), {dg.AssetKey("millesime")}
    while a_voir:
        cle = a_voir.pop()
        vus.add(cle)
        a_voir |= set(graphe.get(cle).parent_keys) - vus
    assert {dg.AssetKey(["lac", source]) for source in SOURCES} <= vus


def test_one_check_per_source_from_its_contract(graphe):
    assert {cle.asset_key.path[-1] for cle in graphe.asset_check_keys if cle.name == "contrat"} == set(SOURCES)


def test_one_executor_in_process_since_the_warehouse_has_one_writer():
    assert defs.executor is dg.in_process_executor
    noms = {travail.name for travail in defs.resolve_all_job_defs()}
    assert {"build", "release", "publish", *(f"ingest_{source}" for source in SOURCES)} <= noms
