"""Truths of support, worked out by hand: first actions, immersions, reviews, and the départements that fall silent."""

import pytest

from pipelines.simulation.verites.silences import apres, fin, un_an
from tests.unit.simulation.monde_ecrit import ABSENT, Monde, jour

UN = (None, 1, 0)
MARS = "2024-03-01"


@pytest.mark.parametrize(
    ("action", "autres", "compte"),
    [
        ("2024-03-15", {}, 1),  # on the day of entry
        ("2024-03-30", {}, 1),  # day 15
        ("2024-03-31", {}, 0),  # day 16
        ("2024-03-14", {}, 0),  # before the journey
        ("2024-03-20", {"type_action": "MISE_EN_RELATION"}, 0),
        ("2024-03-20", {"type_action": "IMMERSION"}, 1),
        ("2024-03-20", {"statut": "ANNULEE"}, 0),
        ("2024-03-20", {"statut": "PREVUE"}, 0),
    ],
)
def test_a_first_action_within_fifteen_days(verite, action, autres, compte):
    monde = Monde().inscrite("2024-03-15").action(action, **autres)
    assert verite(monde, "part_action_15j", MARS) == (compte, 1, 0)


@pytest.mark.parametrize(("action", "compte"), [("2024-03-22", 1), ("2024-03-23", 0)])
def test_an_action_on_the_last_day_of_the_journey_counts_and_not_the_day_after(verite, action, compte):
    """Registered on the 15th, gone on the 22nd: she stays in the denominator."""
    monde = Monde().inscrite("2024-03-15", "2024-03-22").action(action)
    assert verite(monde, "part_action_15j", MARS) == (compte, 1, 0)
    assert verite(monde, "delai_premiere_action_median", MARS, part="mediane") == (7 if compte else None)


def test_a_journey_goes_on_over_a_gap_of_fifteen_days(verite):
    """Gone on the 18th, back within 12 days: an action in the gap is of the journey."""
    monde = Monde().inscrite("2024-03-15", "2024-03-18").inscrite("2024-03-30").action("2024-03-25")
    assert verite(monde, "part_action_15j", MARS) == (1, 1, 0)


def test_the_entry_cohort_has_all_ages_and_its_dimensions(verite):
    """A man of 66 registered for the first time and subject to duties, and a woman of 38 who came back."""
    monde = Monde().personne(2, "1958-01-10", "1").inscrite("2024-03-15").action("2024-03-16")
    monde.inscrite("2024-03-15", numero=2, ndem=1).droit(MARS, numero=2)
    assert verite(monde, "part_action_15j", MARS) == (1, 2, 0)
    assert verite(monde, "part_action_15j", MARS, dimension="rsa", modalite="soumis") == (0, 1, 0)
    assert verite(monde, "part_action_15j", MARS, dimension="type_inscription", modalite="reinscription") == (1, 1, 0)
    assert verite(monde, "part_action_15j", MARS, dimension="tranche_age", modalite="55+") == (0, 1, 0)
    assert verite(monde, "delai_premiere_action_median", MARS, dimension="rsa", modalite="soumis") is ABSENT


def test_the_bulk_arrival_is_no_entry_cohort(verite):
    monde = Monde().inscrite("2025-01-01", code="9").action("2025-01-02")
    assert verite(monde, "part_action_15j", "2025-01-01") is ABSENT


def test_fifteen_days_must_have_passed(verite):
    """The world ends on 30 June 2026: those of May have had 15 days, those of June have not."""
    monde = Monde().inscrite("2026-05-31").inscrite("2026-06-02", numero=2)
    assert verite(monde, "part_action_15j", "2026-05-01") == (0, 1, 0)
    assert verite(monde, "part_action_15j", "2026-06-01") is ABSENT


def test_the_median_delay_is_over_all_who_entered(verite):
    """First actions after 10 and 40 days, then never: half of three persons is reached with the second."""
    monde = Monde().inscrite("2024-03-01").action("2024-03-11").action("2024-03-12")
    monde.inscrite("2024-03-01", numero=2).action("2024-04-10", numero=2).inscrite("2024-03-01", numero=3)
    assert verite(monde, "delai_premiere_action_median", MARS, part="mediane") == 40
    monde.inscrite("2024-03-01", numero=4).inscrite("2024-03-01", numero=5)
    assert verite(monde, "delai_premiere_action_median", MARS, part="mediane") is None


@pytest.mark.parametrize(("action", "mediane"), [("2025-03-01", 365), ("2025-03-02", None)])
def test_a_delay_is_followed_for_365_days(verite, action, mediane):
    assert (
        verite(Monde().inscrite(MARS).action(action), "delai_premiere_action_median", MARS, part="mediane") == mediane
    )


def test_an_immersion_counts_once_a_month_where_the_person_is_registered_first(verite):
    """In 01 on 4 April, in 71 on the 20th; another in May; one that never took place."""
    monde = Monde().inscrite("2024-02-01", "2024-04-10").inscrite("2024-04-10", commune="71002", departement="71")
    for debut in ("2024-04-20", "2024-04-04", "2024-05-10"):
        monde.action(debut, type_action="IMMERSION")
    monde.action("2024-06-10", type_action="IMMERSION", statut="ANNULEE").action("2024-06-11", type_action="ATELIER")
    ou = {"territoire_niveau": "departement"}
    assert verite(monde, "immersions", "2024-04-01") == UN
    assert verite(monde, "immersions", "2024-04-01", territoire_code="01", **ou) == UN
    assert verite(monde, "immersions", "2024-04-01", territoire_code="71", **ou) is ABSENT
    assert verite(monde, "immersions", "2024-05-01", territoire_code="71", **ou) == UN
    assert verite(monde, "immersions", "2024-06-01") is ABSENT


@pytest.mark.parametrize(
    ("debut", "attendu"),
    [("2024-04-10", UN), ("2024-04-29", UN), ("2024-04-30", ABSENT), ("2024-04-09", ABSENT)],
)
def test_an_immersion_counts_from_the_first_day_of_a_registration_to_the_eve_of_its_end(verite, debut, attendu):
    monde = Monde().inscrite("2024-04-10", "2024-04-30").action(debut, type_action="IMMERSION")
    assert verite(monde, "immersions", "2024-04-01") == attendu


def test_of_two_immersions_the_one_that_comes_while_registered_counts(verite):
    """Begun on the 5th, before the registration, and on the 15th: aged 25 then, 26 in May."""
    monde = Monde().personne(naissance="1998-05-10").inscrite("2024-04-10")
    monde.action("2024-04-05", type_action="IMMERSION").action("2024-04-15", type_action="IMMERSION")
    assert verite(monde, "immersions", "2024-04-01", dimension="tranche_age", modalite="-26") == UN
    assert verite(monde, "immersions", "2024-04-01", dimension="rsa", modalite="non_soumis") is ABSENT


@pytest.mark.parametrize(
    ("realisation", "fait"),
    [
        ("2024-05-10", 1),  # 30 days after 10 April
        ("2024-05-11", 0),  # 31 days
        ("2024-04-10", 1),
        ("2024-03-28", 1),  # early
        (None, 0),
    ],
)
def test_a_review_is_done_by_thirty_days_after_it_is_due(verite, realisation, fait):
    monde = Monde().inscrite("2024-01-10").corde("2024-04-10", realisation)
    assert verite(monde, "taux_corde_rappel_due", "2024-04-01") == (fait, 1, 0)
    assert verite(monde, "cordes_rappel", "2024-04-01") == UN


def test_reviews_are_counted_and_not_persons(verite):
    monde = Monde().inscrite("2024-01-10").corde("2024-04-10", "2024-04-12").corde("2024-04-10").corde("2024-04-30")
    assert verite(monde, "cordes_rappel", "2024-04-01") == (None, 3, 0)
    assert verite(monde, "taux_corde_rappel_due", "2024-04-01") == (1, 3, 0)


@pytest.mark.parametrize(("echeance", "attendu"), [("2024-04-29", UN), ("2024-04-30", ABSENT), ("2024-01-09", ABSENT)])
def test_a_review_is_due_to_whom_is_registered_that_day(verite, echeance, attendu):
    monde = Monde().inscrite("2024-01-10", "2024-04-30").corde(echeance)
    assert verite(monde, "cordes_rappel", f"{echeance[:7]}-01") == attendu


def test_thirty_days_must_have_passed_for_the_share_of_reviews_and_not_for_their_number(verite):
    """31 May + 30 days is 30 June 2026, the last day of the world."""
    monde = Monde().inscrite("2026-01-10").corde("2026-05-31").corde("2026-06-01").corde("2026-07-01")
    assert verite(monde, "taux_corde_rappel_due", "2026-05-01") == (0, 1, 0)
    assert verite(monde, "taux_corde_rappel_due", "2026-06-01") is ABSENT
    assert verite(monde, "cordes_rappel", "2026-06-01") == UN


def test_what_a_silent_departement_does_not_say_is_not_counted(verite):
    """36 sends no support file from January 2026 on; a December cohort would need January to know of 15 days."""
    monde = Monde()
    for debut in ("2025-11-20", "2025-12-05", "2026-01-05"):
        monde.inscrite(debut, numero=int(debut[5:7]), commune=None, departement="36")
    monde.action("2025-11-25", numero=11, departement="36").corde("2025-11-25", numero=11, departement="36")
    monde.corde("2025-12-25", numero=11, departement="36").corde("2026-01-25", numero=11, departement="36")
    vus = [verite(monde, "part_action_15j", mois) for mois in ("2025-11-01", "2025-12-01", "2026-01-01")]
    assert vus == [(1, 1, 0), ABSENT, ABSENT]
    assert verite(monde, "delai_premiere_action_median", "2025-01-01") is ABSENT
    assert [verite(monde, "cordes_rappel", mois) for mois in ("2025-12-01", "2026-01-01")] == [UN, ABSENT]
    assert verite(monde, "taux_corde_rappel_due", "2025-11-01") == (0, 1, 0)
    assert verite(monde, "taux_corde_rappel_due", "2025-12-01") is ABSENT
    assert verite(monde, "entrees", "2026-01-01") == UN


def test_what_a_silent_departement_has_not_said_is_unknown_of_those_who_live_elsewhere_too(verite):
    """Registered in 01 in January 2026; her action is told by 36, which no longer sends; that of 01 comes after."""
    monde = Monde().inscrite("2026-01-05").action("2026-01-06", departement="36")
    assert verite(monde, "part_action_15j", "2026-01-01") == (0, 1, 0)
    monde.action("2026-01-20")
    assert verite(monde, "part_action_15j", "2026-01-01") == (1, 1, 0)


def test_what_a_month_waits_for():
    janvier = jour("2024-01-01")
    assert (fin(janvier), apres(30)(janvier), un_an(janvier)) == (
        *(jour("2024-01-31"), jour("2024-03-01")),
        jour("2025-01-01"),
    )
