"""The conductor's graph: one direction, batch checks for each source, one executor, every step reachable by a job."""

from dataclasses import replace
from datetime import date

import dagster as dg
import pytest

from pipelines.contracts.lots import maison
from pipelines.definitions import defs
from pipelines.definitions.controles import resultat
from pipelines.definitions.entree import SOURCES
from pipelines.qualite import A_REGARDER, CONFORME, Livraison
from pipelines.qualite.attentes import Attente
from pipelines.qualite.evaluation import Verdict
from pipelines.qualite.resume import Resume


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


def test_every_source_has_every_batch_check(graphe):
    controles = {
        (cle.asset_key.path[-1], cle.name) for cle in graphe.asset_check_keys if cle.asset_key.path[0] == "lac"
    }
    assert {(source, nom) for source in SOURCES for nom in maison().controles} <= controles


def _resultat_de_volume(gravite: str, verdict: str) -> dg.AssetCheckResult:
    controle = replace(maison().controles["volume"], gravite=gravite)
    rendu = Verdict(Attente(controle, "offre", "", 150, bas=181, haut=464), verdict)
    resume = Resume(
        source="offre", date_reception=date(2026, 7, 3), signature="", fichiers=1, unites=150, quarantaine=0, entites={}
    )
    return resultat(dg.AssetKey(["lac", "offre"]), "volume", [Livraison(resume, (rendu,), ())])


def test_a_check_warns_and_says_in_a_sentence_what_it_saw():
    dit = _resultat_de_volume("avertissement", A_REGARDER)
    assert (dit.passed, dit.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert dit.metadata["echecs"].value == "2026-07-03, offre, nombre de lignes : 150 ; attendu entre 181 et 464."
    assert _resultat_de_volume("avertissement", CONFORME).passed


def test_a_check_is_an_error_where_the_contract_says_so():
    assert _resultat_de_volume("erreur", A_REGARDER).severity == dg.AssetCheckSeverity.ERROR


def test_checks_follow_the_lake_and_block_nothing(graphe):
    for source in SOURCES:
        for nom in maison().controles:
            assert not graphe.get(dg.AssetCheckKey(dg.AssetKey(["lac", source]), nom)).blocking


def test_one_executor_in_process_since_the_warehouse_has_one_writer():
    assert defs.executor is dg.in_process_executor
    noms = {travail.name for travail in defs.resolve_all_job_defs()}
    assert {"build", "release", "publish", *(f"ingest_{source}" for source in SOURCES)} <= noms
