"""Truths of rates, of who comes back, of what follows an immersion, of reorientations, worked out by hand."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde, jour

UN = (None, 1, 0)
MARS = "2024-03-01"


def test_a_rate_divides_the_events_of_the_month_by_whom_is_registered_at_its_end(verite):
    """Three persons, one struck off on 12 March and back in April; two reductions of another, one of them in May."""
    monde = Monde().inscrite("2024-01-10", "2024-03-12", motif_cessation="10").inscrite("2024-04-20")
    monde.inscrite("2024-01-10", numero=2).inscrite("2024-01-10", numero=3)
    monde.acte("REDUCTION", "2024-03-04", 2).acte("REDUCTION", "2024-03-20", 2).acte("REDUCTION", "2024-05-02", 2)
    monde.acte("SUSPENSION", "2024-03-04", 3).acte("SUPPRESSION", "2024-03-31", 3, regime="CEJ")
    noms = ("radiations", "reductions", "suspensions", "suppressions")
    assert [verite(monde, f"{nom}_pour_1000", MARS) for nom in noms] == [(1, 2, 0), (1, 2, 0), (1, 2, 0), (0, 2, 0)]
    assert verite(monde, "reductions_pour_1000", MARS, dimension="sexe", modalite="F") == (1, 2, 0)


def test_over_a_year_a_rate_is_of_person_months(verite):
    """Registered from 10 January 2024 on: twelve month ends, two reductions."""
    monde = Monde().inscrite("2024-01-10").acte("REDUCTION", "2024-02-04").acte("REDUCTION", "2024-11-04")
    assert verite(monde, "reductions_pour_1000", "2024-01-01", periode_type="annee") == (2, 12, 0)


def test_an_event_where_nobody_is_left_is_told(verite):
    monde = Monde().inscrite("2024-01-10", "2024-03-12", motif_cessation="10")
    assert verite(monde, "radiations_pour_1000", MARS) == (1, 0, 0)
    assert verite(monde, "radiations_pour_1000", "2024-04-01") is ABSENT


def test_both_sides_leave_out_a_departement_that_is_silent(verite):
    """36 sends no act from March 2026 on; its strikings off are those of the registers."""
    monde = Monde().inscrite("2026-01-10").inscrite("2026-01-10", numero=2, departement="36", commune=None)
    assert verite(monde, "reductions_pour_1000", "2026-02-01") == (0, 2, 0)
    assert verite(monde, "reductions_pour_1000", "2026-03-01") == (0, 1, 0)
    assert verite(monde, "radiations_pour_1000", "2026-03-01") == (0, 2, 0)


@pytest.mark.parametrize(
    ("retour", "compte"),
    [
        ("2024-03-27", 1),  # 16 days after
        ("2024-09-11", 1),  # six months
        ("2024-09-12", 0),
        (None, 0),
    ],
)
def test_who_leaves_for_a_job_and_is_registered_again_within_six_months(verite, retour, compte):
    monde = Monde().inscrite("2024-01-10", "2024-03-11", motif_cessation="01")
    if retour:
        monde.inscrite(retour, commune="71002", departement="71", code="9")
    assert verite(monde, "reinscription_6m", MARS) == (compte, 1, 0)
    ou = {"territoire_niveau": "departement", "territoire_code": "01"}
    assert verite(monde, "reinscription_6m", MARS, **ou) == (compte, 1, 0)


def test_only_journeys_that_end_for_a_job_are_followed(verite):
    """Absent on the 11th; a job on the 12th, back within 15 days and gone for another reason in May."""
    monde = Monde().inscrite("2024-01-10", "2024-03-11", motif_cessation="13")
    monde.inscrite("2024-01-10", "2024-03-12", 2, motif_cessation="01")
    monde.inscrite("2024-03-27", "2024-05-05", 2, motif_cessation="02")
    assert [verite(monde, "reinscription_6m", mois) for mois in (MARS, "2024-05-01")] == [ABSENT, ABSENT]
    monde.inscrite("2024-01-10", "2024-03-12", 3, motif_cessation="06", commune="71002", departement="71")
    monde.inscrite("2024-03-12", "2024-05-05", 3, motif_cessation="01")
    assert verite(monde, "reinscription_6m", "2024-05-01") == (0, 1, 0)
    ou = {"territoire_niveau": "departement", "territoire_code": "71"}
    assert verite(monde, "reinscription_6m", "2024-05-01", **ou) == (0, 1, 0), "told by her first registration"


def test_six_months_must_have_passed_since_the_end(verite):
    """31 December 2025 + 6 months is 30 June 2026, the last day of the world."""
    monde = Monde()
    for numero, fin in enumerate(("2025-12-31", "2026-01-01"), start=1):
        monde.inscrite("2025-01-10", fin, numero, motif_cessation="01")
    assert verite(monde, "reinscription_6m", "2025-12-01") == (0, 1, 0)
    assert verite(monde, "reinscription_6m", "2026-01-01") is ABSENT


def immersion(monde: Monde, debut: str, fin: str, numero: int = 1, **autres) -> Monde:
    return monde.action(debut, numero, type_action="IMMERSION", date_fin=jour(fin), **autres)


@pytest.mark.parametrize(
    ("emploi", "compte"),
    [
        ("2024-03-15", 1),  # on the last day of the immersion
        ("2024-09-15", 1),  # six months after
        ("2024-09-16", 0),
        ("2024-03-14", 0),  # before its end
    ],
)
def test_a_job_within_six_months_of_the_end_of_an_immersion(verite, emploi, compte):
    monde = immersion(Monde().inscrite("2024-01-10"), "2024-02-28", "2024-03-15").contrat(emploi, nature="01")
    assert verite(monde, "retour_emploi_immersion_6m", MARS) == (compte, 1, 0)
    assert verite(monde, "retour_emploi_immersion_6m", "2024-02-01") is ABSENT


def test_of_several_immersions_the_last_end_of_the_month_counts(verite):
    """Ends on 8 and 20 March: a job begun on 10 March is no return after the second."""
    monde = immersion(immersion(Monde().inscrite("2024-01-10"), "2024-03-10", "2024-03-20"), "2024-03-01", "2024-03-08")
    assert verite(monde.contrat("2024-03-10", nature="01"), "retour_emploi_immersion_6m", MARS) == (0, 1, 0)


def test_an_immersion_is_told_where_the_person_was_registered_on_its_first_day(verite):
    """In 71 on the first day, in 01 on the last; another begins on the day she leaves the registers."""
    monde = Monde().inscrite("2024-01-10", "2024-03-05", commune="71002", departement="71")
    immersion(monde.inscrite("2024-03-05", "2024-04-10"), "2024-03-04", "2024-03-15")
    immersion(monde, "2024-04-10", "2024-04-20")
    ou = {"territoire_niveau": "departement"}
    assert verite(monde, "retour_emploi_immersion_6m", MARS, territoire_code="71", **ou) == (0, 1, 0)
    assert verite(monde, "retour_emploi_immersion_6m", MARS, territoire_code="01", **ou) is ABSENT
    assert verite(monde, "retour_emploi_immersion_6m", "2024-04-01") is ABSENT


@pytest.mark.parametrize(
    ("naissance", "autres", "attendu"),
    [
        ("1959-04-20", {}, (0, 1, 0)),  # 64 in March 2024
        ("1959-03-20", {}, ABSENT),  # 65
        ("1985-01-01", {"statut": "ANNULEE"}, ABSENT),
        ("1985-01-01", {"type_action": "ATELIER"}, ABSENT),
    ],
)
def test_immersions_that_took_place_of_persons_of_16_to_64(verite, naissance, autres, attendu):
    monde = Monde().personne(1, naissance).inscrite("2024-01-10")
    monde.action("2024-02-28", **{"type_action": "IMMERSION", "date_fin": jour("2024-03-15")} | autres)
    assert verite(monde, "retour_emploi_immersion_6m", MARS) == attendu


def test_a_retirement_before_any_job_is_left_out(verite):
    monde = Monde().inscrite("2024-01-10", "2024-05-01", motif_cessation="05")
    assert verite(immersion(monde, "2024-02-28", "2024-03-15"), "retour_emploi_immersion_6m", MARS) == (0, 0, 1)


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        (("2024-02-01", "PED", "FT"), ("2024-03-10", "PSP", "FT"), UN),
        (("2024-02-01", "PED", "FT"), ("2024-03-10", "PED", "CD"), UN),
        (("2024-02-01", "PED", "FT"), ("2024-03-10", "PED", "FT"), ABSENT),
        (("2024-03-10", "PED", "FT"), ("2024-03-10", "PSP", "CD"), ABSENT),  # the same day
        (("2024-01-09", "PED", "FT"), ("2024-03-10", "PSP", "CD"), ABSENT),  # before the journey
        (("2024-01-10", "PED", "FT"), ("2024-03-10", "PSP", "CD"), UN),
        (("2024-02-01", "PED", "FT"), ("2024-03-19", "PSP", "CD"), UN),
        (("2024-02-01", "PED", "FT"), ("2024-03-20", "PSP", "CD"), ABSENT),  # no longer registered
    ],
)
def test_a_decision_that_changes_the_parcours_or_the_organisation(verite, avant, apres, attendu):
    monde = Monde().inscrite("2024-01-10", "2024-03-20")
    for decision, parcours, organisme in (avant, apres):
        monde.orientation(decision, parcours=parcours, organisme_decision=organisme)
    assert verite(monde, "reorientations", MARS) == attendu


def test_a_journey_goes_on_over_a_gap_and_a_person_counts_once_a_month_the_first_time(verite):
    """Gone on 1 March, back in 71 on the 12th: reoriented on the 15th and on the 25th; a refusal changes nothing."""
    monde = Monde().inscrite("2024-01-10", "2024-03-01").inscrite("2024-03-12", "2024-03-20", commune="71002")
    monde.inscrite("2024-03-20")
    for decision, parcours in (("2024-02-01", "PED"), ("2024-03-15", "PSP"), ("2024-03-25", "PSO")):
        monde.orientation(decision, parcours=parcours, organisme_decision="FT")
    monde.orientation("2024-02-10", parcours="PSO", organisme_decision="FT", etat_decision="REFUSEE")
    assert verite(monde, "reorientations", MARS) == UN
    ou = {"territoire_niveau": "departement"}
    assert verite(monde, "reorientations", MARS, territoire_code="71", **ou) == UN
    assert verite(monde, "reorientations", MARS, territoire_code="01", **ou) is ABSENT
    assert verite(monde, "reorientations", "2024-02-01") is ABSENT
