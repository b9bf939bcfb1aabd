"""The Great Expectations suite and the dictionary page, both written from the contract."""

from datetime import date

import polars as pl
import pytest

from pipelines.contracts import charger, dictionnaire, schema_du_lac, suite_great_expectations
from pipelines.contracts.modele import DOSSIER

SOURCES = sorted(chemin.name.removesuffix(".odcs.yaml") for chemin in DOSSIER.glob("*.odcs.yaml"))


@pytest.fixture(scope="module")
def cessations() -> pl.DataFrame:
    ligne = {
        "personne_id": 1,
        "numero_ft": 2,
        "date_cessation": date(2025, 3, 3),
        "motif_cessation": "01",
        "date_extraction": date(2025, 4, 5),
        "emetteur": "01",
        "fichier": "0123456789abcdef",
        "ligne": 2,
        "date_reception": date(2025, 4, 5),
    }
    return pl.DataFrame([ligne] * 3, schema=schema_du_lac(charger("inscription"))["cessation"])


def test_a_landed_batch_meets_its_contract(cessations):
    resultats = suite_great_expectations(charger("inscription"), "cessation", cessations)
    assert len(resultats) > 15
    assert [r for r in resultats if not r.succes] == []


def test_what_does_not_meet_it_is_counted_and_no_value_is_told(cessations):
    fautive = cessations.with_columns(
        personne_id=pl.Series([1, None, 3]), date_cessation=pl.Series([date(1925, 3, 3), *[date(2025, 3, 3)] * 2])
    )
    resultats = suite_great_expectations(charger("inscription"), "cessation", fautive)
    echecs = {(r.colonne, r.attente): (r.examinees, r.inattendues) for r in resultats if not r.succes}
    assert echecs == {
        ("personne_id", "expect_column_values_to_not_be_null"): (3, 1),
        ("date_cessation", "expect_column_values_to_be_between"): (3, 1),
    }
    assert "1925" not in str(resultats)


def test_an_empty_batch_is_seen(cessations):
    resultats = suite_great_expectations(charger("inscription"), "cessation", cessations.clear())
    assert "expect_table_row_count_to_be_between" in {r.attente for r in resultats if not r.succes}


@pytest.mark.parametrize("source", SOURCES)
def test_the_dictionary_names_every_received_column(source):
    contrat = charger(source)
    page = dictionnaire(contrat)
    assert page.startswith(f"# Source « {source} »")
    for entite in contrat.entites.values():
        for colonne in entite.colonnes:
            assert f"| `{colonne.recu}` |" in page


def test_the_dictionary_says_what_becomes_of_an_identity():
    page = dictionnaire(charger("inscription"))
    ligne_nir = next(ligne for ligne in page.splitlines() if ligne.startswith("| `nir` |"))
    assert "pseudonyme de personne" in ligne_nir
    ligne_nom = next(ligne for ligne in page.splitlines() if ligne.startswith("| `nom` |"))
    assert "écartée" in ligne_nom
