"""Truths of the events of trainings, worked out by hand."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

AVRIL, MAI = "2024-04-01", "2024-05-01"
UN = (None, 1, 0)


def test_entrants_are_persons_and_their_share_before_hiring_is_of_entries(verite):
    """Three entries in April by one person, of which one POEI; one of another, bought alone; one planned only."""
    monde = Monde().inscrite("2024-01-10").inscrite("2024-01-10", numero=2)
    for rang, type_ in enumerate(("AFC", "POEI", "AIF")):
        monde.evenement_formation("ENTREE", f"2024-04-0{rang + 4}", session=f"SE_{rang}", type_formation=type_)
    monde.evenement_formation("ENTREE", "2024-04-04", personne=2, type_formation="CPF", cpf_autonome=True)
    monde.evenement_formation("INSCRIPTION", "2024-04-04", personne=2, session="SE_9")
    assert verite(monde, "entrants_formation_rpe", AVRIL) == UN
    assert verite(monde, "part_preembauche", AVRIL) == (1, 3, 0)


@pytest.mark.parametrize(
    ("type_", "num"), [("POEC", 1), ("POEI", 1), ("AFPR", 1), ("AFC", 0), ("CPF", 0), ("BENEFICIAIRE", 0)]
)
def test_trainings_before_hiring_are_of_three_types(verite, type_, num):
    monde = Monde().inscrite("2024-01-10").evenement_formation("ENTREE", "2024-04-04", type_formation=type_)
    assert verite(monde, "part_preembauche", AVRIL) == (num, 1, 0)


@pytest.mark.parametrize(("quand", "attendu"), [("2024-04-10", UN), ("2024-04-29", UN), ("2024-04-30", ABSENT)])
def test_who_enters_or_comes_out_is_registered_that_day(verite, quand, attendu):
    monde = Monde().inscrite("2024-04-10", "2024-04-30")
    monde.evenement_formation("ENTREE", quand).evenement_formation("ABANDON", quand, cpf_autonome=True)
    assert verite(monde, "entrants_formation_rpe", AVRIL) == attendu
    assert verite(monde, "sortants_formation_rpe", AVRIL) == attendu


def test_who_comes_out_twice_in_a_month_counts_once_however(verite):
    monde = Monde().inscrite("2024-01-10").evenement_formation("SORTIE", "2024-04-10")
    monde.evenement_formation("ABANDON", "2024-04-20", session="SE_2").evenement_formation("ENTREE", MAI)
    assert verite(monde, "sortants_formation_rpe", AVRIL) == UN
    assert verite(monde, "sortants_formation_rpe", MAI) is ABSENT


@pytest.mark.parametrize(
    ("entree", "session", "mediane"),
    [
        ("2024-04-04", "SE_1", 0),
        ("2024-10-01", "SE_1", 180),
        ("2024-10-02", "SE_1", None),
        ("2024-04-03", "SE_1", None),
        ("2024-04-10", "SE_2", None),
    ],
)
def test_the_delay_ends_with_the_entry_in_the_same_session(verite, entree, session, mediane):
    """Enrolled on 4 April: the first of the month; another time on the 20th, in a session entered that day."""
    monde = Monde().inscrite("2024-01-10").evenement_formation("INSCRIPTION", "2024-04-20", session="SE_3")
    monde.evenement_formation("ENTREE", "2024-04-20", session="SE_3").evenement_formation("INSCRIPTION", "2024-04-04")
    monde.evenement_formation("ENTREE", entree, session=session)
    assert verite(monde, "delai_decision_entree_median", AVRIL) == UN
    assert verite(monde, "delai_decision_entree_median", AVRIL, part="mediane") == mediane


def test_of_two_enrolments_that_day_the_smallest_session_counts(verite):
    monde = Monde().inscrite("2024-01-10")
    for session, entree in (("SE_2", "2024-04-05"), ("SE_1", "2024-04-14")):
        monde.evenement_formation("INSCRIPTION", "2024-04-04", session=session)
        monde.evenement_formation("ENTREE", entree, session=session)
    assert verite(monde, "delai_decision_entree_median", AVRIL, part="mediane") == 10
