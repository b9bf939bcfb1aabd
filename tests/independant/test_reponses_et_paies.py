"""Answers to a survey and pays of a return to work, worked out by hand."""

from datetime import date

import polars as pl
import pytest

from tests.independant import dimensions, reponses, reprises
from tests.independant.inscriptions import OUVERTURE

CONNU_LE = date(2025, 6, 30)


def _envoi(**ce_qui_change: object) -> dict[str, object]:
    return {
        "siret": "1",
        "question": "satisfaction_globale",
        "echelle": "4",
        "reponse": 3,
        "poids": 1.0,
        "commune": "31555",
        "date_envoi": date(2025, 3, 1),
        "date_reponse": date(2025, 3, 2),
    } | ce_qui_change


def _premieres(*envois: dict[str, object]) -> pl.DataFrame:
    types = {"reponse": pl.Int32, "date_envoi": pl.Date, "date_reponse": pl.Date}
    return reponses.premieres(pl.DataFrame(envois, schema_overrides=types), "siret", CONNU_LE)


@pytest.mark.parametrize(
    ("envoi", "reponse", "attendu"),
    [
        (date(2025, 3, 1), date(2025, 3, 31), True),
        (date(2025, 3, 1), date(2025, 4, 1), False),
        (date(2025, 3, 1), date(2025, 3, 1), True),
        (date(2025, 3, 1), None, False),
        (date(2025, 6, 15), date(2025, 6, 30), True),
        (date(2025, 6, 15), date(2025, 7, 1), False),
    ],
)
def test_an_answer_counts_up_to_the_thirtieth_day_and_the_observation(envoi, reponse, attendu):
    assert _premieres(_envoi(date_envoi=envoi, date_reponse=reponse))["a_repondu"].to_list() == [attendu]


@pytest.mark.parametrize(
    ("echelle", "reponse", "satisfait", "solde"),
    [
        ("4", 1, 0, -1),
        ("4", 2, 0, -1),
        ("4", 3, 1, 0),
        ("4", 4, 1, 1),
        ("10", 0, 0, -1),
        ("10", 6, 0, -1),
        ("10", 7, 1, 0),
        ("10", 8, 1, 0),
        ("10", 9, 1, 1),
        ("10", 10, 1, 1),
    ],
)
def test_what_an_answer_says(echelle, reponse, satisfait, solde):
    dit = _premieres(_envoi(echelle=echelle, reponse=reponse))
    assert dit.select("satisfait", "solde").rows() == [(satisfait, solde)]


def test_the_first_send_of_a_month_is_asked_of_one_question_only():
    deux = _premieres(
        _envoi(date_envoi=date(2025, 3, 20), date_reponse=date(2025, 3, 21), poids=2.0),
        _envoi(date_envoi=date(2025, 3, 10), date_reponse=None, reponse=None, poids=0.00005),
        _envoi(date_envoi=date(2025, 3, 5), question="recommandation"),
        _envoi(date_envoi=date(2025, 4, 1), date_reponse=date(2025, 4, 2), poids=0.00004),
        _envoi(siret="2", date_envoi=date(2025, 7, 1)),
    )
    assert deux.select("siret", "envoi", "a_repondu", "poids").sort("envoi").rows() == [
        ("1", date(2025, 3, 10), False, 1),
        ("1", date(2025, 4, 1), True, 0),
    ]


RETOUR = date(2025, 3, 14)


def _contrat(**ce_qui_change: object) -> dict[str, object]:
    return {
        "personne_id": 1,
        "spell": 1,
        "siren": "1",
        "nic": "1",
        "siret": "11",
        "numero_contrat": 1,
        "debut": RETOUR,
        "sans_terme": False,
        "fin_prevue": None,
        "fin_connue": None,
        "quotite_contrat": 75.0,
        "quotite_reference": 150.0,
    } | ce_qui_change


def _du_retour(*contrats: dict[str, object]) -> pl.DataFrame:
    types = {"fin_prevue": pl.Date, "fin_connue": pl.Date, "quotite_contrat": pl.Float64}
    tous = pl.DataFrame(contrats, schema_overrides={**types, "quotite_reference": pl.Float64})
    spells = pl.DataFrame({"personne_id": [1], "spell": [1], "debut": [RETOUR]})
    return reprises.contrats_du_retour(tous, spells)


@pytest.mark.parametrize(
    ("meilleur", "autre"),
    [
        ({"sans_terme": True, "siret": "12"}, {"fin_prevue": date(2030, 1, 1)}),
        ({"fin_prevue": date(2025, 9, 13), "siret": "12"}, {"fin_prevue": date(2025, 9, 12)}),
        ({"siret": "11"}, {"siret": "12", "quotite_contrat": 100.0}),
        ({"quotite_contrat": 75.01, "numero_contrat": 3}, {"quotite_contrat": 75.0}),
        ({"quotite_contrat": 1.0, "numero_contrat": 3}, {"quotite_contrat": None}),
        ({"numero_contrat": 2}, {"numero_contrat": 3}),
        ({"numero_contrat": 2}, {"sans_terme": True, "debut": date(2025, 3, 15)}),
    ],
)
def test_the_best_contract_of_the_day_of_return(meilleur, autre):
    """Neither order of reading changes it."""
    meilleur = {"numero_contrat": 9} | meilleur
    for contrats in ((meilleur, autre), (autre, meilleur)):
        choisi = _du_retour(*(_contrat(**c) for c in contrats))
        assert choisi["numero_contrat"].to_list() == [meilleur["numero_contrat"]]


@pytest.mark.parametrize(
    ("quotite", "reference", "attendu"),
    [
        (75.0, 150.0, 0.5),
        (7.4, 150.0, 0.05),
        (226.0, 150.0, 1.5),
        (0.0, 150.0, None),
        (75.0, 0.0, None),
        (None, 150.0, None),
        (75.0, None, None),
    ],
)
def test_a_quota_is_of_its_reference_between_bounds(quotite, reference, attendu):
    contrat = _contrat(quotite_contrat=quotite, quotite_reference=reference)
    assert _du_retour(contrat)["quotite"].to_list() == [attendu]


def _salaire(retour: date, fin: date | None, *paies: tuple[date, str, float]) -> tuple[float | None, float]:
    contrat = pl.DataFrame(
        [(1, retour, "1", "1", 1, fin, 0.5)],
        schema=["personne_id", "retour", "siren", "nic", "numero_contrat", "fin_connue", "quotite"],
        orient="row",
    ).cast({"fin_connue": pl.Date})
    versees = pl.DataFrame(
        [(1, "1", "1", 1, *paie) for paie in paies],
        schema=["personne_id", "siren", "nic", "numero_contrat", "debut", "type", "montant"],
        orient="row",
    )
    return reprises.avec_paie(contrat, versees).select("salaire", "smic").row(0)


@pytest.mark.parametrize(
    ("retour", "fin", "attendu"),
    [
        (date(2024, 10, 1), None, (100.0, 1766.92)),
        (date(2024, 10, 1), date(2024, 10, 31), (100.0, 1766.92)),
        (date(2024, 10, 1), date(2024, 10, 30), (None, 1766.92)),
        (date(2024, 10, 2), None, (200.0, 1801.80)),
        (date(2024, 10, 31), date(2024, 11, 30), (200.0, 1801.80)),
        (date(2024, 10, 31), date(2024, 11, 29), (None, 1801.80)),
        (date(2024, 11, 2), None, (None, 1801.80)),
    ],
)
def test_the_pay_of_the_first_full_month(retour, fin, attendu):
    """No pay is told of December; the decree of November 2024 changes the Smic."""
    paies = [(date(2024, 10, 1), "010", 100.0), (date(2024, 11, 30), "010", 200.0)]
    assert _salaire(retour, fin, *paies) == attendu


def test_the_base_pay_comes_before_the_gross_one_and_is_summed():
    premier = date(2024, 10, 1)
    assert _salaire(premier, None, (premier, "001", 900.0), (premier, "002", 800.0)) == (900.0, 1766.92)
    deux = [(premier, "010", 500.0), (date(2024, 10, 31), "010", -100.0), (premier, "001", 900.0)]
    assert _salaire(premier, None, *deux) == (400.0, 1766.92)
    assert _salaire(premier, None, (premier, "002", 800.0)) == (None, 1766.92)
    assert _salaire(premier, None, (premier, "010", 5.0), (premier, "010", -5.0), (premier, "001", 9.0))[0] is None


@pytest.mark.parametrize(
    ("recu", "dit"),
    [
        ({"categorie": "G"}, {"categorie": "G"}),
        ({"categorie": "1"}, {"categorie": "inconnu"}),
        ({"motif_fin": "13"}, {"motif_sortie": "non_actualisation"}),
        ({"motif_fin": "06"}, {"motif_sortie": "autre"}),
        ({"dispositif": "POEC", "financeurs": "16;2"}, {"type_formation": "poec", "financeur": "opco"}),
        ({"dispositif": "POE", "financeurs": "5"}, {"type_formation": "autre", "financeur": "autre"}),
        (
            {},
            {"categorie": "inconnu", "motif_sortie": "autre", "type_formation": "autre", "financeur": "inconnu"},
        ),
    ],
)
def test_what_is_received_is_said_by_a_modality(recu, dit):
    fait = {"personne_id": 1, "reference": RETOUR, "departement": "31", "naissance_mois": None, "sexe": None}
    fait |= dict.fromkeys(OUVERTURE) | {"boeth": False} | recu
    types = {"naissance_mois": pl.Date, "sexe": pl.String, "niveau_formation": pl.String, "qpv": pl.String}
    soumis = pl.DataFrame(schema={"mois": pl.Date, "personne_id": pl.Int64})
    fichiers = pl.DataFrame(schema={"mois": pl.Date, "departement": pl.String})
    qualifie = dimensions.qualifier(pl.DataFrame([fait], schema_overrides=types), soumis, fichiers)
    assert qualifie.select(dit.keys()).row(0, named=True) == dit
    assert qualifie.select("sexe", "tranche_age").row(0) == (None, None)
