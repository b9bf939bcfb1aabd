"""Truths of diagnoses, constraints, appointments and acts, worked out by hand."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

UN = (None, 1, 0)
MARS, AVRIL = "2024-03-01", "2024-04-01"


@pytest.mark.parametrize(
    ("diagnostic", "mediane"),
    [("2024-03-15", 0), ("2024-03-14", None), ("2024-04-20", 36), ("2024-04-21", None)],
)
def test_the_delay_to_the_first_diagnosis_of_the_journey(verite, diagnostic, mediane):
    """Registered from 15 March to 20 April: the last day is of the journey."""
    monde = Monde().inscrite("2024-03-15", "2024-04-20").diagnostic(diagnostic)
    assert verite(monde, "delai_diagnostic_median", MARS, part="mediane") == mediane
    assert verite(monde, "delai_diagnostic_median", MARS) == UN


def test_a_person_with_several_constraints_counts_once_a_month(verite):
    """Found on the 5th and the 9th of April and in May; one lifted on the day it is found, others in May."""
    monde = Monde().inscrite("2024-01-10").contrainte("2024-04-05", "2024-05-02").contrainte("2024-04-09", "2024-04-09")
    monde.contrainte("2024-05-20", nature="SANTE")
    monde.lignes["contrainte"][0]["nature"] = "LOGEMENT"
    assert [verite(monde, "contraintes_detectees", mois) for mois in (AVRIL, "2024-05-01")] == [UN, UN]
    assert [verite(monde, "contraintes_levees", mois) for mois in (MARS, AVRIL, "2024-05-01")] == [ABSENT, UN, UN]


@pytest.mark.parametrize(("jour", "attendu"), [("2024-04-10", UN), ("2024-04-29", UN), ("2024-04-30", ABSENT)])
def test_constraints_are_those_of_persons_registered_that_day(verite, jour, attendu):
    monde = Monde().inscrite("2024-04-10", "2024-04-30").contrainte("2024-04-02", jour)
    assert verite(monde, "contraintes_levees", AVRIL) == attendu
    assert verite(monde, "contraintes_detectees", AVRIL) is ABSENT


def test_a_constraint_is_dated_by_itself_and_not_by_its_diagnosis(verite):
    monde = Monde().inscrite("2024-01-10").contrainte("2024-04-05")
    monde.lignes["contrainte"][0]["date_diagnostic"] = monde.lignes["inscription"][0]["date"]
    assert verite(monde, "contraintes_detectees", "2024-01-01") is ABSENT
    assert verite(monde, "contraintes_detectees", AVRIL) == UN


@pytest.mark.parametrize(
    ("issue", "statut", "attendu"),
    [
        ("HONORE", "PRIS", (1, 1, 0)),
        ("ABSENT", "PRIS", (0, 1, 0)),
        ("MOTIF_LEGITIME", "PRIS", (0, 0, 1)),
        (None, "PRIS", ABSENT),
        (None, "REPORTE", ABSENT),
        (None, "ANNULE", ABSENT),
    ],
)
def test_what_becomes_of_an_appointment(verite, issue, statut, attendu):
    monde = Monde().inscrite("2024-01-10").rendez_vous("2024-04-05", issue, statut=statut)
    assert verite(monde, "rendez_vous_honores", AVRIL) == attendu


def test_appointments_are_counted_in_the_day_of_paris(verite):
    """On 30 April at 23:50 and on 1 May at 00:10; twice in April."""
    monde = Monde().inscrite("2024-01-10").rendez_vous("2024-04-05").rendez_vous("2024-04-30T23:50", "ABSENT")
    monde.rendez_vous("2024-05-01T00:10")
    assert verite(monde, "rendez_vous_honores", AVRIL) == (1, 2, 0)
    assert verite(monde, "rendez_vous_honores", "2024-05-01") == (1, 1, 0)


@pytest.mark.parametrize(("quand", "attendu"), [("2024-04-29T23:50", (1, 1, 0)), ("2024-04-30T00:10", ABSENT)])
def test_an_appointment_on_the_day_a_registration_ends_is_nobody_s(verite, quand, attendu):
    monde = Monde().inscrite("2024-01-10", "2024-04-30").rendez_vous(quand)
    assert verite(monde, "rendez_vous_honores", AVRIL) == attendu


NATURES = {
    "MANQUEMENT": "manquements",
    "REDUCTION": "reductions",
    "SUSPENSION": "suspensions",
    "SUPPRESSION": "suppressions",
    "REPRISE": "reprises",
}


@pytest.mark.parametrize("nature", [*NATURES, "RADIATION"])
def test_each_act_is_counted_apart(verite, nature):
    monde = Monde().inscrite("2024-01-10").acte(nature, "2024-04-05")
    vus = {indicateur: verite(monde, indicateur, AVRIL) for indicateur in NATURES.values()}
    assert vus == {indicateur: UN if NATURES.get(nature) == indicateur else ABSENT for indicateur in NATURES.values()}
    assert verite(monde, "radiations", AVRIL) is ABSENT


def test_two_acts_in_a_month_are_one_person_where_the_first_takes_effect(verite):
    """Suspended in 01 on the 4th, in 71 on the 20th; again in May; a young person under another regime."""
    monde = Monde().inscrite("2024-02-01", "2024-04-10").inscrite("2024-04-10", commune="71002", departement="71")
    for effet in ("2024-04-20", "2024-04-04", "2024-05-10"):
        monde.acte("SUSPENSION", effet)
    monde.inscrite("2024-02-01", numero=2).acte("SUSPENSION", "2024-04-04", numero=2, regime="CEJ")
    ou = {"territoire_niveau": "departement"}
    assert verite(monde, "suspensions", AVRIL) == UN
    assert verite(monde, "suspensions", AVRIL, territoire_code="01", **ou) == UN
    assert verite(monde, "suspensions", AVRIL, territoire_code="71", **ou) is ABSENT
    assert verite(monde, "suspensions", "2024-05-01") == UN


@pytest.mark.parametrize(("effet", "attendu"), [("2024-04-29", UN), ("2024-04-30", ABSENT), ("2024-01-09", ABSENT)])
def test_an_act_counts_when_the_person_is_registered_that_day(verite, effet, attendu):
    monde = Monde().inscrite("2024-01-10", "2024-04-30").acte("REDUCTION", effet)
    assert verite(monde, "reductions", f"{effet[:7]}-01") == attendu


@pytest.mark.parametrize(
    ("indicateur", "dernier", "muet"),
    [
        ("contraintes_detectees", "2026-02-01", "2026-03-01"),
        ("rendez_vous_honores", "2026-03-01", "2026-04-01"),
        ("suppressions", "2026-02-01", "2026-03-01"),
    ],
)
def test_each_source_falls_silent_on_its_own(verite, indicateur, dernier, muet):
    """36: no diagnosis nor act from March 2026 on, no appointment from April on."""
    monde = Monde().inscrite("2025-01-10", commune=None, departement="36")
    for mois in (dernier, muet):
        le = f"{mois[:7]}-10"
        monde.contrainte(le, departement="36").rendez_vous(le, departement="36").acte(
            "SUPPRESSION", le, departement="36"
        )
    assert verite(monde, indicateur, dernier)[1:] == (1, 0)
    assert verite(monde, indicateur, muet) is ABSENT


@pytest.mark.parametrize("indicateur", ["contraintes_detectees", "contraintes_levees", "reprises"])
def test_sensitive_counts_are_not_told_by_intercommunality(verite, indicateur):
    monde = Monde().inscrite("2024-01-10").contrainte("2024-12-05", "2024-12-06").acte("REPRISE", "2024-12-05")
    ou = {"periode_type": "glissant_12m"}
    assert verite(monde, indicateur, "2024-01-01", **ou) == UN
    assert verite(monde, indicateur, "2024-01-01", territoire_niveau="local", territoire_code="CLPE01001", **ou) == UN
    assert (
        verite(monde, indicateur, "2024-01-01", territoire_niveau="epci", territoire_code="200000001", **ou) is ABSENT
    )


def test_breaches_are_told_for_a_thousand_of_the_registered(verite):
    monde = Monde().inscrite("2024-02-01").inscrite("2024-02-01", numero=2).acte("MANQUEMENT", "2024-04-04")
    monde.acte("MANQUEMENT", "2024-04-20").acte("MANQUEMENT", "2024-04-04", numero=2, regime="CEJ")
    assert verite(monde, "manquements", AVRIL) == UN
    assert verite(monde, "manquements_pour_1000", AVRIL) == (1, 2, 0)


@pytest.mark.parametrize(
    ("cloture", "attendu"),
    [
        ("2024-04-10", (0, 1, 0)),
        ("2024-04-29T23:50", (0, 1, 0)),
        ("2024-04-30T00:10", ABSENT),
        ("2024-04-09", ABSENT),
        (None, ABSENT),
    ],
)
def test_a_control_counts_when_closed_on_a_day_of_registration(verite, cloture, attendu):
    monde = Monde().inscrite("2024-04-10", "2024-04-30").controle(cloture, "AVERTISSEMENT" if cloture else None)
    assert verite(monde, "part_controles_sanction", AVRIL) == attendu
    assert verite(monde, "controles", AVRIL) == (attendu and UN)


@pytest.mark.parametrize(
    ("autre", "num"),
    [(("2024-04-10", "SANCTION"), 1), (("2024-04-11", "SANCTION"), 0), (("2024-03-31", "SANCTION"), 0)],
)
def test_the_first_day_of_the_month_says_whether_a_sanction_followed(verite, autre, num):
    """Closed without any on 10 April; another one on that day, the day after, or the month before."""
    monde = Monde().inscrite("2024-01-10").controle("2024-04-10").controle(*autre)
    assert verite(monde, "controles", AVRIL) == UN
    assert verite(monde, "part_controles_sanction", AVRIL) == (num, 1, 0)


@pytest.mark.parametrize(("debut", "num"), [("2024-04-09", 0), ("2024-04-10", 1), ("2024-10-10", 1), ("2024-10-11", 0)])
def test_a_job_follows_a_sanction_within_six_months(verite, debut, num):
    """Suspended on 10 April, reduced on the 20th: the first of the month begins the six months."""
    monde = Monde().inscrite("2024-01-10").acte("REDUCTION", "2024-04-20").acte("SUSPENSION", "2024-04-10")
    monde.contrat(debut, nature="01")
    assert verite(monde, "retour_emploi_apres_sanction", AVRIL) == (num, 1, 0)


@pytest.mark.parametrize(
    ("nature", "regime", "naissance", "attendu"),
    [
        ("SUPPRESSION", "DE", "1985-05-10", (0, 1, 0)),
        ("SUPPRESSION", "CEJ", "1985-05-10", ABSENT),
        ("MANQUEMENT", "DE", "1985-05-10", ABSENT),
        ("RADIATION", "DE", "1985-05-10", ABSENT),
        ("REDUCTION", "DE", "1959-04-01", ABSENT),
        ("REDUCTION", "DE", "1959-05-31", (0, 1, 0)),
    ],
)
def test_sanctions_of_job_seekers_of_working_age(verite, nature, regime, naissance, attendu):
    """65 in April 2024 when born in April 1959, 64 when born in May."""
    monde = Monde().personne(naissance=naissance).inscrite("2024-01-10").acte(nature, "2024-04-10", regime=regime)
    assert verite(monde, "retour_emploi_apres_sanction", AVRIL) == attendu
