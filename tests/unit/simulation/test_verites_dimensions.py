"""Truths by what is said of a category, an exit, a training or an offer, worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

AVRIL = "2024-04-01"
UN = (None, 1, 0)


@pytest.mark.parametrize(
    ("recue", "dite"), [("A", "A"), ("G", "G"), ("1", "inconnu"), ("H", "inconnu"), (None, "inconnu")]
)
def test_a_stock_is_told_by_the_letter_received(verite, recue, dite):
    monde = Monde().inscrite("2024-01-10", categorie=recue)
    assert verite(monde, "inscrits_stock", AVRIL, dimension="categorie", modalite=dite) == UN


@pytest.mark.parametrize(
    ("code", "motif"),
    [
        *(("01", "reprise_emploi"), ("02", "formation"), ("05", "retraite"), ("10", "radiation")),
        *(("13", "non_actualisation"), ("90", "autre"), (None, "autre")),
    ],
)
def test_an_exit_has_the_motive_of_its_last_registration(verite, code, motif):
    """She moves on 15 February (06), and leaves on 10 April."""
    monde = Monde().inscrite("2024-01-10", "2024-02-15", motif_cessation="06")
    monde.inscrite("2024-02-15", "2024-04-10", motif_cessation=code)
    assert verite(monde, "sorties", AVRIL, dimension="motif_sortie", modalite=motif) == UN


@pytest.mark.parametrize(
    ("dispositif", "financeurs", "type_formation", "financeur"),
    [
        ("POEC", "2;4", "poec", "region"),
        ("POEI", "4", "poei", "france_travail"),
        ("AFC", "16", "afc", "opco"),
        ("AIF", "10;4", "aif", "personne"),
        ("AFPR", "7", "afpr", "agefiph"),
        ("CPF", "13", "cpf", "etat"),
        ("BEN", "0", "autre", "autre"),
        (None, "", "autre", "inconnu"),
        ("AFC", None, "afc", "inconnu"),
    ],
)
def test_a_training_is_told_by_its_type_and_its_first_funder(verite, dispositif, financeurs, type_formation, financeur):
    monde = Monde().inscrite("2024-01-10")
    monde.formation("2024-03-01", sortie="2024-04-10", dispositif=dispositif, financeurs=financeurs)
    lire = ("retour_emploi_formation_6m", AVRIL)
    assert verite(monde, *lire, dimension="type_formation", modalite=type_formation) == (0, 1, 0)
    assert verite(monde, *lire, dimension="financeur", modalite=financeur) == (0, 1, 0)


def test_of_two_trainings_that_end_that_day_the_smallest_session_speaks(verite):
    monde = Monde().inscrite("2024-01-10")
    for session, dispositif in (("SE_2", "AFC"), ("SE_1", "POEI"), ("SE_0", "CPF")):
        fin = "2024-04-09" if session == "SE_0" else "2024-04-10"
        monde.formation("2024-03-01", sortie=fin, session=session, dispositif=dispositif, financeurs="4")
    vus = {
        nom: verite(monde, "retour_emploi_formation_6m", AVRIL, dimension="type_formation", modalite=nom)
        for nom in ("afc", "poei", "cpf")
    }
    assert vus == {"afc": ABSENT, "poei": (0, 1, 0), "cpf": ABSENT}


@pytest.mark.parametrize(("cadre", "modalite"), [(True, "cadre"), (False, "non_cadre"), (None, "non_cadre")])
def test_offers_and_posts_are_told_by_their_being_for_an_executive(verite, cadre, modalite):
    monde = Monde().offre(datetime(2024, 4, 5, 9, tzinfo=UTC), [None, None], cadre=cadre)
    ou = {"dimension": "cadre", "modalite": modalite}
    assert verite(monde, "offres_deposees", AVRIL, **ou) == UN
    assert verite(monde, "postes_deposes", AVRIL, **ou) == (None, 2, 0)
    assert verite(monde, "postes_non_pourvus_30j", AVRIL, **ou) == (None, 2, 0)


@pytest.mark.parametrize(
    ("rome", "famille"), [("A1203", "A"), ("N4101", "N"), ("O1101", "inconnu"), ("1203", "inconnu"), (None, "inconnu")]
)
def test_posts_are_told_by_the_great_domain_of_their_job(verite, rome, famille):
    """One post of two filled on the second day, the offer closed on the ninth."""
    depot = datetime(2024, 4, 5, 9, tzinfo=UTC)
    pourvoi, cloture = (depot + timedelta(days=jours) for jours in (2, 9))
    monde = Monde().offre(depot, [pourvoi, None], rome=rome, cloture=cloture, motif_cloture="ANNULEE")
    ou = {"dimension": "famille_metier", "modalite": famille}
    assert verite(monde, "postes_deposes", AVRIL, **ou) == (None, 2, 0)
    assert verite(monde, "postes_non_pourvus_30j", AVRIL, **ou) == UN
    assert verite(monde, "taux_pourvoi_30j", AVRIL, **ou) == (1, 2, 0)
    assert verite(monde, "taux_pourvoi", AVRIL, **ou) == (1, 2, 0)
    assert verite(monde, "offres_deposees", AVRIL, **ou) is ABSENT
