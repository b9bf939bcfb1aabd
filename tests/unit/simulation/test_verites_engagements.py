"""Truths of contracts of engagement, worked out by hand."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

MARS = "2024-03-01"


@pytest.mark.parametrize(
    ("signature", "mediane"),
    [
        ("2024-03-15", 0),
        ("2024-03-25T23:50", 10),  # the day of Paris, not that of Greenwich
        ("2024-03-26T00:10", 11),
        ("2024-03-14", None),  # from before
        (None, None),
        ("2024-06-30", 107),  # on the last day of the journey
        ("2024-07-01", None),
    ],
)
def test_the_delay_to_the_first_signature(verite, signature, mediane):
    monde = Monde().inscrite("2024-03-15", "2024-06-30").engagement(signature)
    assert verite(monde, "delai_contrat_engagement_median", MARS, part="mediane") == mediane
    assert verite(monde, "delai_contrat_engagement_median", MARS) == (None, 1, 0)


def test_the_first_signature_of_the_journey_counts(verite):
    """Signed before it, then on day 5 and on day 2."""
    monde = Monde().inscrite("2024-03-15").engagement("2024-02-01").engagement("2024-03-20").engagement("2024-03-17")
    assert verite(monde, "delai_contrat_engagement_median", MARS, part="mediane") == 2


@pytest.mark.parametrize(
    ("signature", "cloture", "mars", "avril"),
    [
        ("2024-03-31", None, 1, 1),  # signed on the last day
        ("2024-04-01T00:10", None, 0, 1),
        ("2024-02-01", "2024-03-31", 0, 0),  # closed on the last day: no longer in force
        ("2024-02-01", "2024-04-01T00:10", 1, 0),
        ("2023-06-01", None, 1, 1),  # from a former journey, never closed
        (None, None, 0, 0),
        (None, "2024-04-10", 0, 0),
    ],
)
def test_a_contract_is_in_force_from_its_signature_to_the_eve_of_its_closing(verite, signature, cloture, mars, avril):
    monde = Monde().inscrite("2024-01-15").engagement(signature, cloture)
    assert verite(monde, "part_contrat_engagement", MARS) == (mars, 1, 0)
    assert verite(monde, "part_contrat_engagement", "2024-04-01") == (avril, 1, 0)


def test_a_suspended_contract_is_in_force_and_two_contracts_are_one_person(verite):
    monde = Monde().inscrite("2024-01-15").engagement("2024-02-01").engagement("2024-02-10")
    monde.lignes["contrat_engagement"][0]["suspension"] = monde.lignes["contrat_engagement"][1]["signature"]
    assert verite(monde, "part_contrat_engagement", MARS) == (1, 1, 0)


def test_a_renewal_signed_the_day_the_former_contract_closes_leaves_no_gap(verite):
    monde = Monde().inscrite("2024-01-15").engagement("2024-02-01", "2024-03-31").engagement("2024-03-31")
    assert verite(monde, "part_contrat_engagement", MARS) == (1, 1, 0)


def test_the_stock_is_of_those_registered_that_day_by_dimension(verite):
    """One left on the last day of March; a first registration with a contract, a return without."""
    monde = Monde().inscrite("2024-01-15", "2024-03-31").engagement("2024-02-01")
    monde.inscrite("2024-01-15", numero=2, ndem=1).engagement("2024-02-01", numero=2).inscrite("2024-01-15", numero=3)
    assert verite(monde, "part_contrat_engagement", MARS) == (1, 2, 0)
    ou = {"dimension": "type_inscription"}
    assert verite(monde, "part_contrat_engagement", MARS, modalite="premiere", **ou) == (1, 1, 0)
    assert verite(monde, "part_contrat_engagement", MARS, modalite="reinscription", **ou) == (0, 1, 0)


@pytest.mark.parametrize(("heures", "compte"), [(15.0, 1), (14.5, 0), (20.0, 1), (None, 0)])
def test_fifteen_hours_exactly_are_enough(verite, heures, compte):
    monde = Monde().inscrite("2024-01-15").droit(MARS).engagement("2024-02-01", heures=heures)
    assert verite(monde, "activite_15h", MARS) == (compte, 1, 0)


def test_hours_are_those_of_a_contract_in_force_of_persons_subject_to_duties(verite):
    """Subject in March only: in April nobody is in the denominator. The contract of 20 hours is closed."""
    monde = (
        Monde().inscrite("2024-01-15").droit(MARS).inscrite("2024-01-15", numero=2).engagement("2024-02-01", numero=2)
    )
    monde.engagement("2024-01-20", "2024-02-01", heures=20.0).engagement("2024-02-01", heures=10.0)
    assert verite(monde, "activite_15h", MARS) == (0, 1, 0)
    assert verite(monde, "activite_15h", "2024-04-01") is ABSENT


def test_activity_is_not_told_by_intercommunality(verite):
    monde = Monde().inscrite("2024-01-15").droit("2024-12-01").engagement("2024-02-01")
    ou = {"periode_type": "glissant_12m", "territoire_niveau": "epci", "territoire_code": "200000001"}
    assert verite(monde, "activite_15h", "2024-01-01", periode_type="glissant_12m") == (1, 1, 0)
    assert verite(monde, "activite_15h", "2024-01-01", **ou) is ABSENT
    assert verite(monde, "part_contrat_engagement", "2024-01-01", **ou) == (1, 1, 0)


def test_nothing_is_said_where_contracts_or_rights_do_not_come(verite):
    """36 sends no contract from February 2026 on; 15 sends no right in October and November 2025."""
    monde = Monde().inscrite("2025-01-10", commune=None, departement="36").engagement("2025-02-01", departement="36")
    assert verite(monde, "part_contrat_engagement", "2026-01-01") == (1, 1, 0)
    assert verite(monde, "part_contrat_engagement", "2026-02-01") is ABSENT
    assert verite(monde, "delai_contrat_engagement_median", "2025-01-01", part="mediane") == 22
    autre = Monde().inscrite("2025-01-10", commune="15001", departement="15").engagement("2025-02-01")
    autre.droit("2025-09-01").droit("2025-10-01")
    assert verite(autre, "activite_15h", "2025-09-01") == (1, 1, 0)
    assert verite(autre, "activite_15h", "2025-10-01") is ABSENT
