"""The SQL of the indicator layer: it builds on an empty lake, its unit tests pass, and they can fail."""

import json
from pathlib import Path

import polars as pl
import pytest

from pipelines.roots import Roots
from tests.dbt.mutants import MUTANTS
from tests.dbt.mutation import essayer, maison_vide, tours


@pytest.fixture(scope="module")
def maison(tmp_path_factory, dbt, projet) -> Path:
    """A house where nothing was received: the empty tables and the context are all dbt finds."""
    roots = Roots(maison_vide(tmp_path_factory.mktemp("maison_vide")))
    fait = dbt(roots.home, projet, "build", "--exclude-resource-type", "unit_test")
    assert fait.returncode == 0, fait.stdout
    # the adapter writes an empty result as one row of nulls
    assert pl.read_parquet(roots.cellules).drop_nulls("indicateur").is_empty()
    return roots.home


def test_every_unit_test_passes_and_every_family_has_one(dbt, maison, projet):
    fait = dbt(maison, projet, "test", "--select", "test_type:unit")
    assert fait.returncode == 0, fait.stdout
    resultats = json.loads((projet / "target" / "run_results.json").read_text())["results"]
    assert all(r["status"] == "pass" for r in resultats)
    manifeste = json.loads((projet / "target" / "manifest.json").read_text())
    eprouves = {test["model"] for test in manifeste["unit_tests"].values()}
    parts = {n["name"] for n in manifeste["nodes"].values() if n["name"].startswith("parts_")}
    assert len(parts) == 33
    assert parts <= eprouves
    parcours = {
        "inscription_periodes",
        "inscrits_fin_de_mois",
        "entrees",
        "orientation_spells",
        "accompagnement_spells",
        "contrats_signes",
        "modalites_en_vigueur",
        "parcours_en_vigueur",
        "modalites_fin_de_mois",
        "reorientations",
        "entrees_devoirs",
        "emplois",
        "emploi_transferts",
        "emploi_maillons",
        "emploi_spells",
        "embauches_durables",
        "emplois_mmo",
        "premier_emploi_apres",
        "retours_emploi",
        "offre_postes",
        "mois_travailles",
        "emploi_prochain",
        "fins_formation",
        "fins_immersion",
        "sanctionnes",
    }
    identites = {
        "stg_identite__personne_courante",
        "stg_dsn__equivalence",
        "stg_inscription__personne",
        "stg_rsa__fichier",
        "stg_rsa__droit",
        "appariement",
    }
    sommes = {
        "atomes",
        "cellules_mois",
        "medianes",
        "periodes",
        "calendrier",
        "livraisons_manquantes",
        "livraisons_attendues",
        "departements_non_couverts",
        "mois_observes",
        "couverture_dsn",
    }
    suivi = {
        "stg_accompagnement__action",
        "stg_accompagnement__corde_rappel",
        "stg_accompagnement__modalite",
        "stg_rsa_contact__entree_devoirs",
        "stg_contrat_engagement__contrat",
        "stg_diagnostic__diagnostic",
        "stg_diagnostic__contrainte",
        "stg_rendez_vous__rendez_vous",
        "stg_sanction__acte",
    }
    heures = {"stg_dsn__activite", "stg_dsn__contrat_du_mois"}
    enquetes = {"stg_enquete__personne_interrogee", "stg_enquete__entreprise_interrogee"}
    plans = {"stg_objectif__objectif", "stg_plan_action__action_de_plan", "objectifs", "actions_de_plan"}
    assert parcours | identites | suivi | heures | sommes | enquetes | plans <= eprouves


def test_the_first_wrong_version_of_each_model_is_caught_by_a_unit_test(maison, projet):
    """A handful of the mutants of `make mutants`, which tries them all."""
    tues = essayer(maison, projet, next(tours(MUTANTS)))
    assert len(tues) > 40
    assert not [mutant for mutant, tests in tues.items() if not tests]
