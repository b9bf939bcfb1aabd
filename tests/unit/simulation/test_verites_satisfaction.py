"""Truths of surveys, worked out by hand."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

AVRIL, MAI = "2024-04-01", "2024-05-01"


def test_weights_make_the_share_of_favourable_answers(verite):
    """Answers 3 (weight 1.5) and 2 (weight 0.25), nobody's third: 15,000 of 17,500 ten-thousandths."""
    monde = Monde()
    for numero, (reponse, poids) in enumerate(((3, 1.5), (2, 0.25), (None, 4.0)), start=1):
        monde.inscrite("2024-01-10", numero=numero)
        monde.interrogee("2024-04-05", reponse, personne=numero, poids=poids)
    assert verite(monde, "satisfaction_personnes", AVRIL) == (15_000, 2, 1)
    assert verite(monde, "satisfaction_personnes", AVRIL, part="somme") == 17_500
    assert verite(monde, "satisfaction_personnes", AVRIL, part="somme_carres") == 15_000**2 + 2_500**2
    assert verite(monde, "satisfaction_delta_rpe", AVRIL) == (-2_500, 2, 1)
    assert verite(monde, "taux_reponse_personnes", AVRIL) == (2, 3, 0)
    assert verite(monde, "taux_reponse_personnes", AVRIL, part="somme") is None


@pytest.mark.parametrize(
    ("echelle", "reponse", "favorable", "delta"),
    [
        *(("4", 2, 0, -1), ("4", 3, 1, 0), ("4", 4, 1, 1)),
        *(("10", 0, 0, -1), ("10", 6, 0, -1), ("10", 7, 1, 0), ("10", 8, 1, 0), ("10", 9, 1, 1)),
    ],
)
def test_what_is_favourable_and_what_is_very_satisfied(verite, echelle, reponse, favorable, delta):
    monde = Monde().inscrite("2024-01-10").interrogee("2024-04-05", reponse, echelle=echelle)
    assert verite(monde, "satisfaction_personnes", AVRIL) == (10_000 * favorable, 1, 0)
    assert verite(monde, "satisfaction_delta_rpe", AVRIL) == (10_000 * delta, 1, 0)


@pytest.mark.parametrize(("le", "attendu"), [("2024-05-05", (10_000, 1, 0)), ("2024-05-06", (0, 0, 1))])
def test_an_answer_counts_to_the_thirtieth_day_in_the_month_of_the_question(verite, le, attendu):
    monde = Monde().inscrite("2024-01-10").interrogee("2024-04-05", 4, le)
    assert verite(monde, "satisfaction_personnes", AVRIL) == attendu
    assert verite(monde, "satisfaction_personnes", MAI) is ABSENT
    assert verite(monde, "taux_reponse_personnes", AVRIL) == (attendu[1], 1, 0)


def test_of_several_sendings_of_a_month_the_first_one_counts(verite):
    """Not satisfied on the 4th, satisfied on the 20th; another question does not count."""
    monde = Monde().inscrite("2024-01-10").interrogee("2024-04-20", 4).interrogee("2024-04-04", 1)
    monde.interrogee("2024-04-02", 4, question="recommandation")
    assert verite(monde, "satisfaction_personnes", AVRIL) == (0, 1, 0)


@pytest.mark.parametrize(
    ("envoi", "commune", "departement", "sexe"),
    [
        ("2024-04-10", None, "01", "F"),
        ("2024-04-29", None, "01", "F"),
        ("2024-04-30", None, None, None),
        ("2024-04-30", "71002", "71", None),
        ("2024-04-10", "71002", "71", "F"),
    ],
)
def test_the_place_is_that_of_the_row_or_else_of_the_registration_of_that_day(
    verite, envoi, commune, departement, sexe
):
    """Registered from 10 to 30 April, when she is not any more; described when registered."""
    monde = Monde().inscrite("2024-04-10", "2024-04-30").interrogee(envoi, 3, commune=commune)
    un, ou = (10_000, 1, 0), {"territoire_niveau": "departement"}
    assert verite(monde, "satisfaction_personnes", AVRIL) == un
    for code in ("01", "71"):
        vu = verite(monde, "satisfaction_personnes", AVRIL, territoire_code=code, **ou)
        assert vu == (un if code == departement else ABSENT)
    vue = verite(monde, "satisfaction_personnes", AVRIL, dimension="sexe", modalite="F")
    assert vue == (un if sexe else ABSENT)


def test_an_establishment_counts_once_a_month_where_it_says(verite):
    monde = Monde().entreprise_interrogee("2024-04-20", 1).entreprise_interrogee("2024-04-04", 4, poids=2.5)
    monde.entreprise_interrogee("2024-04-20", siret="00000002600019", commune="71002")
    assert verite(monde, "satisfaction_entreprises", AVRIL) == (25_000, 1, 1)
    assert verite(monde, "taux_reponse_entreprises", AVRIL) == (1, 2, 0)
    ici = {"territoire_niveau": "departement", "territoire_code": "71"}
    assert verite(monde, "taux_reponse_entreprises", AVRIL, **ici) == (0, 1, 0)
