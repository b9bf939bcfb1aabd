"""Truths of the diagnoses of the registered: who has one, how old it is, what is left to lift; worked out by hand."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

COUVERTURE, RECENTS, CONTRAINTES = "diagnostics_couverture_rpe", "diagnostics_6m_rpe", "contraintes_rpe"


def inscrite(**autres) -> Monde:
    return Monde().inscrite("2024-01-15", **({"categorie": "A"} | autres))


@pytest.mark.parametrize(
    ("diagnostics", "mois", "couverte", "recente"),
    [
        (("2024-03-31",), "2024-03", 1, 1),
        (("2024-04-01",), "2024-03", 0, 0),
        (("2023-06-01",), "2024-03", 1, 0),  # of a former journey
        (("2024-02-29",), "2024-08", 1, 1),  # 31 August, six months before
        (("2024-02-28",), "2024-08", 1, 0),
        (("2024-08-28",), "2025-02", 1, 1),  # 28 February, six months before
        (("2024-08-27",), "2025-02", 1, 0),
        (("2024-01-20", "2024-07-10"), "2024-08", 1, 1),  # the latest says
        (("2024-01-20", "2024-09-10"), "2024-08", 1, 0),  # not one to come
        ((), "2024-03", 0, 0),
    ],
)
def test_the_latest_diagnosis_by_the_end_of_the_month(verite, diagnostics, mois, couverte, recente):
    monde = inscrite()
    for jour in diagnostics:
        monde.diagnostic(jour)
    assert verite(monde, COUVERTURE, f"{mois}-01") == (couverte, 1, 0)
    assert verite(monde, RECENTS, f"{mois}-01") == (recente, 1, 0)
    assert verite(monde, CONTRAINTES, f"{mois}-01") == ((0, 1, 0) if couverte else ABSENT)


@pytest.mark.parametrize(
    ("detection", "levee", "attendu"),
    [
        ("2024-03-31", None, 1),
        ("2024-04-01", None, 0),
        ("2024-02-10", "2024-03-31", 0),  # lifted that day
        ("2024-02-10", "2024-04-01", 1),
    ],
)
def test_a_constraint_is_there_from_its_detection_to_the_eve_of_its_lifting(verite, detection, levee, attendu):
    monde = inscrite().diagnostic("2024-02-20").contrainte(detection, levee)
    assert verite(monde, CONTRAINTES, "2024-03-01") == (attendu, 1, 0)


def test_two_constraints_are_one_person_and_one_left_is_enough(verite):
    monde = inscrite().diagnostic("2024-02-10").contrainte("2024-02-10", "2024-03-05")
    monde.contrainte("2024-02-10", nature="SANTE").contrainte("2024-03-02", nature="LOGEMENT")
    assert verite(monde, CONTRAINTES, "2024-03-01") == (1, 1, 0)


def test_diagnoses_are_a_stock_of_twelve_months_told_by_no_intercommunality(verite):
    """Registered from January to March: in the stock of March, not in that of December."""
    monde = inscrite(fin="2024-04-02").diagnostic("2024-02-10").contrainte("2024-02-10")
    for nom in (COUVERTURE, RECENTS, CONTRAINTES):
        assert verite(monde, nom, "2024-01-01", periode_type="trimestre") == (1, 1, 0)
        assert verite(monde, nom, "2024-01-01", periode_type="annee") is ABSENT
        reste = inscrite().diagnostic("2024-02-10").contrainte("2024-02-10")
        ou = {"periode_type": "glissant_12m", "territoire_niveau": "epci", "territoire_code": "200000001"}
        assert verite(reste, nom, "2024-01-01", **ou) is ABSENT
        assert verite(reste, "acces_emploi_6m_rpe", "2024-01-01", **ou) == (0, 12, 0)
