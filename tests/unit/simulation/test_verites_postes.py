"""Truths of the lives of posts, worked out by hand."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

AVRIL, MAI = "2024-04-01", "2024-05-01"
DIAGNOSTIQUEES, ABANDONS = "offres_diagnostiquees_30j", "abandon_faute_de_candidats"


@pytest.mark.parametrize(
    ("diagnostic", "num"), [("2024-04-05", 1), ("2024-05-05", 1), ("2024-05-06", 0), (None, 0), ("2024-03-31", 1)]
)
def test_a_diagnosis_comes_in_time_to_the_thirtieth_day(verite, diagnostic, num):
    assert verite(Monde().vie_poste("2024-04-05", diagnostic=diagnostic), DIAGNOSTIQUEES, AVRIL) == (num, 1, 0)


@pytest.mark.parametrize(
    ("issue", "sortie", "attendu"),
    [
        ("POURVU_RESEAU", "2024-05-05", ABSENT),
        ("POURVU_AUTREMENT", "2024-05-05", ABSENT),
        ("POURVU_RESEAU", "2024-05-06", (1, 1, 0)),
        ("ANNULE", "2024-04-06", (1, 1, 0)),
        ("ANNULE_ERREUR", "2024-04-06", (0, 0, 1)),
        ("EN_COURS", None, (1, 1, 0)),
    ],
)
def test_a_post_filled_in_time_needs_none_and_one_of_an_error_is_out(verite, issue, sortie, attendu):
    monde = Monde().vie_poste("2024-04-05", issue, sortie, diagnostic="2024-04-06")
    assert verite(monde, DIAGNOSTIQUEES, AVRIL) == attendu


@pytest.mark.parametrize(("cadre", "attendu"), [("O", ABSENT), ("N", (0, 1, 0)), (None, (0, 1, 0))])
def test_posts_for_executives_are_left_out(verite, cadre, attendu):
    assert verite(Monde().vie_poste("2024-04-05", cadre=cadre), DIAGNOSTIQUEES, AVRIL) == attendu


@pytest.mark.parametrize(
    ("issue", "faute", "attendu"),
    [
        ("ANNULE", "O", (1, 1, 0)),
        ("SANS_SUITE", "O", (1, 1, 0)),
        ("SANS_SUITE", "N", (0, 1, 0)),
        ("ANNULE", None, (0, 1, 0)),
        ("POURVU_RESEAU", "O", (0, 1, 0)),
        ("ANNULE_ERREUR", "O", (0, 0, 1)),
    ],
)
def test_a_post_is_given_up_in_the_month_it_goes_out(verite, issue, faute, attendu):
    monde = Monde().vie_poste("2024-04-05", issue, "2024-05-31", faute_de_candidats=faute)
    assert verite(monde, ABANDONS, AVRIL) is ABSENT
    assert verite(monde, ABANDONS, MAI) == attendu


def test_posts_are_told_by_the_size_of_the_establishment(verite):
    monde = Monde().vie_poste("2024-04-05", taille="10 à 49 salariés").vie_poste("2024-04-05", taille=None)
    tailles = {
        taille: verite(monde, DIAGNOSTIQUEES, AVRIL, dimension="taille_etablissement", modalite=taille)
        for taille in ("moins_10", "10_49", "inconnu")
    }
    assert tailles == {"moins_10": ABSENT, "10_49": (0, 1, 0), "inconnu": (0, 1, 0)}


def test_posts_are_told_by_their_kind_of_offer_where_they_are(verite):
    monde = Monde().vie_poste("2024-04-05", type_offre="Emploi occasionnel").vie_poste("2024-04-05", type_offre=None)
    monde.vie_poste("2024-04-05", type_offre="Non salarié", commune="71002")
    assert verite(monde, DIAGNOSTIQUEES, AVRIL) == (0, 3, 0)
    assert verite(monde, DIAGNOSTIQUEES, AVRIL, dimension="type_contrat", modalite="occasionnel") == (0, 1, 0)
    assert verite(monde, DIAGNOSTIQUEES, AVRIL, dimension="type_contrat", modalite="durable") is ABSENT
    ici = {"territoire_niveau": "departement", "territoire_code": "71"}
    assert verite(monde, DIAGNOSTIQUEES, AVRIL, **ici) == (0, 1, 0)
