"""A formula is published under a version: changed, it needs another."""

import copy
import json
from dataclasses import replace

import pytest

from pipelines.catalogue import charger
from pipelines.catalogue.methodes import MANIFESTE, changees, lire, methodes
from pipelines.catalogue.modele import Horizon


@pytest.fixture(scope="module")
def manifeste() -> dict:
    return json.loads(MANIFESTE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def publiees(manifeste) -> dict:
    return methodes(charger(), manifeste)


def _avec(indicateur: str, **champs):
    catalogue = charger()
    entree = replace(catalogue.indicateurs[indicateur], **champs)
    return replace(catalogue, indicateurs={**catalogue.indicateurs, indicateur: entree})


def _recrit(manifeste: dict, noeud: str, avant: str, apres: str) -> dict:
    autre = copy.deepcopy(manifeste)
    assert avant in autre["nodes"][noeud]["raw_code"]
    autre["nodes"][noeud]["raw_code"] = autre["nodes"][noeud]["raw_code"].replace(avant, apres)
    return autre


def test_every_formula_is_the_published_one(publiees):
    """When this fails: `python -m pipelines.catalogue.methodes` says what to do."""
    assert changees(publiees, lire()) == []
    assert lire().keys() == publiees.keys(), (
        "an indicator came or went: python -m pipelines.catalogue.methodes --publier"
    )


def test_a_changed_window_needs_a_new_version(manifeste, publiees):
    plus_long = Horizon(mois=7, qualification_mois=1)
    (phrase,) = changees(methodes(_avec("retour_emploi_6m", horizon=plus_long), manifeste), publiees)
    assert phrase.startswith("retour_emploi_6m: its formula")
    annoncee = _avec("retour_emploi_6m", horizon=plus_long, methode_version=2)
    assert changees(methodes(annoncee, manifeste), publiees) == []


def test_words_and_places_are_not_the_formula(manifeste, publiees):
    autrement = _avec("retour_emploi_6m", titre="Autrement dit", niveaux=("national",), rang=900)
    assert methodes(autrement, manifeste) == publiees


def test_a_rule_changed_upstream_touches_all_that_is_made_from_it(manifeste, publiees):
    """The order of the ends of contracts decides returns to work, and nothing of orientations or posts."""
    autre = _recrit(manifeste, "model.pilotage.stg_dsn__fin", "<> '099'", "<> '098'")
    touches = {phrase.split(":")[0] for phrase in changees(methodes(charger(), autre), publiees)}
    assert {"retour_emploi_6m", "maintien_emploi_6m", "acces_emploi_6m_rpe"} <= touches
    assert not touches & {"taux_pourvoi_30j", "part_orientes_30j", "inscrits_stock"}


def test_a_comment_or_a_new_line_is_no_change(manifeste, publiees):
    noeud = "model.pilotage.parts_stock"
    autre = copy.deepcopy(manifeste)
    autre["nodes"][noeud]["raw_code"] = "-- said better\n\n" + autre["nodes"][noeud]["raw_code"].replace("\n", "\n  ")
    assert methodes(charger(), autre) == publiees
