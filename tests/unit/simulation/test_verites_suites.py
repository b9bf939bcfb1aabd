"""Truths of what follows: exits to a job or a training, orientation and first appointment under RSA, parcours."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

MARS, AVRIL = "2024-03-01", "2024-04-01"
UN = (None, 1, 0)


@pytest.mark.parametrize(
    ("debut", "num"),
    [("2024-03-29", 0), ("2024-03-30", 1), ("2024-04-30", 1), ("2024-05-30", 1), ("2024-05-31", 0)],
)
def test_an_exit_is_positive_from_31_days_before_to_a_month_after(verite, debut, num):
    """The journey ends on 30 April."""
    monde = Monde().inscrite("2024-01-10", "2024-04-30")
    assert verite(monde.contrat(debut, nature="01"), "sortie_positive", AVRIL) == (num, 1, 0)
    monde = Monde().inscrite("2024-01-10", "2024-04-30").formation(debut, abandon=debut)
    assert verite(monde, "sortie_positive", AVRIL) == (num, 1, 0)


@pytest.mark.parametrize(
    ("prevue", "autres", "num"),
    [
        ("2024-10-09", {}, 1),
        ("2024-10-08", {}, 0),
        ("2024-12-31", {"nature": "29"}, 0),
    ],
)
def test_the_job_of_a_positive_exit_is_durable(verite, prevue, autres, num):
    """Planned for six months to the day from 10 April, or one less; an internship is no job."""
    monde = Monde().inscrite("2024-01-10", "2024-04-30").contrat("2024-04-10", prevue, **autres)
    assert verite(monde, "sortie_positive", AVRIL) == (num, 1, 0)


def test_a_durable_contract_may_follow_a_short_one_of_the_same_employer(verite):
    monde = Monde().inscrite("2024-01-10", "2024-04-30").contrat("2024-01-15", "2024-04-09")
    monde.contrat("2024-04-10", nature="01")
    assert verite(monde, "sortie_positive", AVRIL) == (1, 1, 0)


@pytest.mark.parametrize(("naissance", "attendu"), [("1959-04-30", ABSENT), ("1959-05-01", (0, 1, 0))])
def test_positive_exits_are_those_of_working_age_on_that_day(verite, naissance, attendu):
    monde = Monde().personne(naissance=naissance).inscrite("2024-01-10", "2024-04-30")
    assert verite(monde, "sortie_positive", AVRIL) == attendu
    assert verite(monde, "sorties", AVRIL) == UN


@pytest.mark.parametrize(
    ("decision", "sortie", "num"),
    [
        ("2024-04-30", None, 1),
        ("2024-05-01", None, 0),
        ("2023-10-01", "2024-05-01", 1),
        ("2023-10-01", "2024-04-30", 0),
    ],
)
def test_an_orientation_open_on_the_last_day_counts_registered_or_not(verite, decision, sortie, num):
    monde = Monde().personne().droit(AVRIL).orientation(decision, sortie=sortie)
    assert verite(monde, "taux_orientation_rsa", AVRIL) == (num, 1, 0)
    assert verite(monde, "couverture_rsa", AVRIL) == (0, 1, 0)


@pytest.mark.parametrize(
    ("quand", "autres", "mediane"),
    [
        ("2024-04-10T00:10", {}, 0),
        ("2024-04-09T23:50", {}, None),
        ("2024-05-05", {}, 25),
        ("2024-05-05", {"motif": "SUI"}, None),
        ("2024-05-05", {"issue": "ABSENT"}, None),
        ("2025-04-10", {}, 365),
        ("2025-04-11", {}, None),
    ],
)
def test_the_first_appointment_of_support_that_is_held(verite, quand, autres, mediane):
    """Subject to duties from 10 April 2024."""
    monde = Monde().personne().droit(AVRIL).devoirs("2024-04-10")
    monde.rendez_vous(quand, **{"motif": "ACC"} | autres)
    assert verite(monde, "delai_referent_rsa_median", AVRIL) == UN
    assert verite(monde, "delai_referent_rsa_median", AVRIL, part="mediane") == mediane


@pytest.mark.parametrize(
    ("parcours", "attendu"), [("PED", (1, 1, 0)), ("PSP", (0, 1, 0)), ("PSO", (0, 1, 0)), (None, ABSENT)]
)
def test_a_parcours_of_work_among_those_who_have_one(verite, parcours, attendu):
    monde = Monde().inscrite("2024-01-10").orientation("2024-03-31", parcours=parcours)
    monde.inscrite("2024-01-10", numero=2)
    assert verite(monde, "part_parcours_emploi", MARS) == attendu
    assert verite(monde, "part_parcours_emploi", "2024-02-01") is ABSENT
