"""Truths of jobs, worked out by hand: durable, without subsidy, kept six months later, found after a training."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

AUTRE, ENCORE_UN_AUTRE = "000000026", "000000034"


def deces(monde: Monde, le: str) -> Monde:
    """A death told by an employer of long before."""
    return monde.contrat("2020-01-01", None, le, nature="01", motif_fin="066", siren="000000042")


@pytest.mark.parametrize(("debut", "attendu"), [("2025-03-15", 1), ("2025-03-16", 0)])
def test_the_twelve_month_window_is_its_own(verite, debut, attendu):
    monde = Monde().inscrite("2024-03-15").contrat(debut, nature="01")
    assert verite(monde, "retour_emploi_12m", "2024-03-01") == (attendu, 1, 0)
    assert verite(monde, "retour_emploi_6m", "2024-03-01") == (0, 1, 0)


@pytest.mark.parametrize(
    ("indicateur", "dernier", "suivant"),
    [
        ("retour_emploi_12m", "2025-05", "2025-06"),  # 12 months and one to qualify, before the end of June 2026
        ("emploi_durable_6m", "2025-11", "2025-12"),
        ("emploi_durable_realise_6m", "2025-06", "2025-07"),  # 6 months, and 6 more to have lasted
        ("retour_emploi_6m_hors_passerelle", "2025-11", "2025-12"),
    ],
)
def test_each_indicator_of_the_cohort_waits_for_what_qualifies_it(verite, indicateur, dernier, suivant):
    monde = Monde().inscrite(f"{dernier}-15").inscrite(f"{suivant}-15", numero=2)
    assert verite(monde, indicateur, f"{dernier}-01") == (0, 1, 0)
    assert verite(monde, indicateur, f"{suivant}-01") is ABSENT


@pytest.mark.parametrize(
    ("dates", "nature", "durable", "realise"),
    [
        (("2024-04-15", "2024-10-14", "2024-10-14"), "02", 1, 1),  # six calendar months to the day
        (("2024-04-15", "2024-10-13", "2024-10-13"), "02", 0, 0),
        (("2024-08-31", "2025-02-27", "2025-02-27"), "02", 1, 1),  # 31 August + 6 months is 28 February, − 1 day
        (("2024-08-31", "2025-02-26", "2025-02-26"), "02", 0, 0),
        (("2024-04-15", None, "2024-04-16"), "08", 1, 1),  # open-ended, even broken
        (("2024-04-15", "2024-12-31", "2024-04-17"), "02", 1, 1),  # planned long, broken
        (("2024-04-15", "2024-06-30", "2024-10-14"), "02", 0, 1),  # planned short, lasted
        (("2024-04-15", "2024-06-30", "2024-10-13"), "02", 0, 0),
        (("2024-09-15", "2025-03-14", None), "02", 1, 1),  # begun on the last day of the window
        (("2024-09-16", "2025-03-15", None), "02", 0, 0),  # the day after
    ],
)
def test_a_job_is_durable_as_planned_or_as_it_lasted(verite, dates, nature, durable, realise):
    """The dates are the first day, the planned end and the actual one."""
    monde = Monde().inscrite("2024-03-15").contrat(*dates, nature=nature)
    assert verite(monde, "emploi_durable_6m", "2024-03-01") == (durable, 1, 0)
    assert verite(monde, "emploi_durable_realise_6m", "2024-03-01") == (realise, 1, 0)


@pytest.mark.parametrize(
    ("fin", "cdi", "durable"),
    [
        ("2024-05-31", "2024-06-05", 1),  # the same job becomes open-ended in the window
        ("2024-09-08", "2024-09-15", 1),  # on its last day
        ("2024-09-09", "2024-09-16", 0),  # after it: the contract that began in the window is not durable
    ],
)
def test_only_contracts_begun_in_the_window_make_a_job_durable(verite, fin, cdi, durable):
    """From 1 April; the contract without term makes the job last beyond 30 September, whenever it begins."""
    monde = Monde().inscrite("2024-03-15").contrat("2024-04-01", fin, fin).contrat(cdi, nature="01")
    assert verite(monde, "retour_emploi_6m", "2024-03-01") == (1, 1, 0)
    assert verite(monde, "emploi_durable_6m", "2024-03-01") == (durable, 1, 0)
    assert verite(monde, "emploi_durable_realise_6m", "2024-03-01") == (1, 1, 0)


def test_short_contracts_of_one_employer_last_six_months_together(verite):
    """1 April to 30 September, 7 and 7 days apart: lasted six months, never planned to."""
    monde = Monde().inscrite("2024-03-15")
    for debut, fin in (("04-01", "05-31"), ("06-07", "08-01"), ("08-08", "09-30")):
        monde.contrat(f"2024-{debut}", f"2024-{fin}", f"2024-{fin}")
    assert verite(monde, "emploi_durable_6m", "2024-03-01") == (0, 1, 0)
    assert verite(monde, "emploi_durable_realise_6m", "2024-03-01") == (1, 1, 0)


def test_an_open_ended_contract_that_goes_on_with_a_former_job_is_no_return(verite):
    """A contract ends 10 March, entry 12 March, open-ended with the same employer 15 March (5 days)."""
    monde = Monde().inscrite("2024-03-12").contrat("2024-01-02", "2024-03-10", "2024-03-10")
    monde.contrat("2024-03-15", nature="01")
    assert verite(monde, "emploi_durable_6m", "2024-03-01") == (0, 1, 0)


def test_who_dies_after_a_return_of_another_kind_stays_in_the_denominator(verite):
    """A subsidised job of two months, then a death in the window: a return, neither durable nor without subsidy."""
    monde = deces(Monde().inscrite("2024-03-15"), "2024-06-15")
    monde.contrat("2024-04-01", "2024-05-31", "2024-05-31", dispositif="41")
    assert verite(monde, "emploi_durable_6m", "2024-03-01") == (0, 1, 0)
    assert verite(monde, "retour_emploi_6m_hors_passerelle", "2024-03-01") == (0, 1, 0)
    sans_retour = deces(Monde().inscrite("2024-03-15"), "2024-06-15")
    assert verite(sans_retour, "emploi_durable_realise_6m", "2024-03-01") == (0, 0, 1)
    assert verite(sans_retour, "retour_emploi_6m_hors_passerelle", "2024-03-01") == (0, 0, 1)


@pytest.mark.parametrize(
    ("dispositif", "attendu"), [("21", 0), ("41", 0), ("42", 0), ("71", 0), ("94", 0), ("64", 1), ("99", 1)]
)
def test_subsidised_jobs_are_left_out_and_apprenticeships_kept(verite, dispositif, attendu):
    monde = Monde().inscrite("2024-03-15").contrat("2024-04-01", "2024-12-31", dispositif=dispositif)
    assert verite(monde, "retour_emploi_6m", "2024-03-01") == (1, 1, 0)
    assert verite(monde, "retour_emploi_6m_hors_passerelle", "2024-03-01") == (attendu, 1, 0)


@pytest.mark.parametrize(("suite", "attendu"), [("2024-09-15", 1), ("2024-09-16", 0)])
def test_a_job_kept_without_subsidy_counts_when_that_contract_begins_in_the_window(verite, suite, attendu):
    monde = Monde().inscrite("2024-03-15").contrat("2024-04-01", "2024-09-12", "2024-09-12", dispositif="21")
    monde.contrat(suite, "2024-12-31")
    assert verite(monde, "retour_emploi_6m_hors_passerelle", "2024-03-01") == (attendu, 1, 0)


def test_a_return_counts_in_its_own_month_where_its_latest_entry_was(verite):
    """Registered in 01 in February, in 71 in March, one job in April: one return, in 71."""
    monde = Monde().inscrite("2024-02-20", "2024-02-25")
    monde.inscrite("2024-03-20", commune="71002", departement="71").contrat("2024-04-02", nature="01")
    ou = {"territoire_niveau": "departement"}
    for indicateur in ("part_cdi_reprise", "maintien_emploi_6m"):
        assert verite(monde, indicateur, "2024-04-01") == (1, 1, 0)
        assert verite(monde, indicateur, "2024-04-01", territoire_code="71", **ou) == (1, 1, 0)
        assert verite(monde, indicateur, "2024-04-01", territoire_code="01", **ou) is ABSENT
        assert verite(monde, indicateur, "2024-03-01") is ABSENT


def test_two_returns_in_a_month_are_one_person_the_latest_entry_s(verite):
    """2 March after the entry of February, fixed term; 20 March after that of 15 March, open-ended."""
    monde = Monde().inscrite("2024-02-20", "2024-02-25").inscrite("2024-03-15")
    monde.contrat("2024-03-02", "2024-04-15", "2024-04-15").contrat("2024-03-20", nature="01", siren=AUTRE)
    assert verite(monde, "part_cdi_reprise", "2024-03-01") == (1, 1, 0)


def test_only_the_first_job_after_an_entry_is_a_return(verite):
    monde = Monde().inscrite("2024-03-15").contrat("2024-04-02", "2024-06-30", "2024-06-30")
    monde.contrat("2024-09-02", nature="01", siren=AUTRE)
    assert verite(monde, "part_cdi_reprise", "2024-04-01") == (0, 1, 0)
    assert verite(monde, "part_cdi_reprise", "2024-09-01") is ABSENT


def test_an_entry_from_before_the_first_month_leads_to_a_return(verite):
    monde = Monde().inscrite("2023-11-10").contrat("2024-01-15", nature="01")
    assert verite(monde, "part_cdi_reprise", "2024-01-01") == (1, 1, 0)


def test_the_age_of_a_return_is_that_of_the_entry(verite):
    """25 in April at the entry, 26 in May; 64 at the entry of April, 65 in May, and 65 already."""
    jeune = Monde().personne(naissance="1998-05-10").inscrite("2024-04-10").contrat("2024-06-03", nature="01")
    moins_26 = {"dimension": "tranche_age", "modalite": "-26"}
    assert verite(jeune, "part_cdi_reprise", "2024-06-01", **moins_26) == (1, 1, 0)
    vieux = Monde().personne(naissance="1959-05-10").inscrite("2024-04-10").contrat("2024-06-03", nature="01")
    assert verite(vieux, "part_cdi_reprise", "2024-06-01") == (1, 1, 0)
    trop = Monde().personne(naissance="1959-04-10").inscrite("2024-04-10").contrat("2024-06-03", nature="01")
    assert verite(trop, "part_cdi_reprise", "2024-06-01") is ABSENT


def test_the_contract_signed_on_the_day_of_return_says_what_the_job_is(verite):
    devenu = Monde().inscrite("2024-03-15").contrat("2024-04-02", "2024-05-31", "2024-05-31")
    devenu.contrat("2024-06-03", nature="01")
    assert verite(devenu, "part_cdi_reprise", "2024-04-01") == (0, 1, 0)
    deux = Monde().inscrite("2024-03-15").contrat("2024-04-02", "2024-05-31", "2024-05-31")
    deux.contrat("2024-04-02", nature="01", siren=AUTRE)
    assert verite(deux, "part_cdi_reprise", "2024-04-01") == (1, 1, 0)


def test_an_open_ended_contract_that_goes_on_with_a_former_job_is_not_the_return(verite):
    """The former employer hires again 5 days later, the very day another one does: the return is the other's job."""
    monde = Monde().inscrite("2024-03-15").contrat("2024-01-02", "2024-03-28", "2024-03-28")
    monde.contrat("2024-04-02", nature="01").contrat("2024-04-02", "2024-06-30", "2024-06-30", siren=AUTRE)
    assert verite(monde, "part_cdi_reprise", "2024-04-01") == (0, 1, 0)


def test_a_return_needs_a_month_to_be_told_and_seven_to_be_followed(verite):
    """30 November + 6 months + 31 days is 30 June, the last day; 31 December + 6 months is."""
    monde = Monde()
    for numero, mois in enumerate(("2025-11", "2025-12", "2026-05", "2026-06"), start=1):
        monde.inscrite(f"{mois}-02", numero=numero).contrat(f"{mois}-20", nature="01", personne=numero)
    assert verite(monde, "maintien_emploi_6m", "2025-11-01") == (1, 1, 0)
    assert verite(monde, "maintien_emploi_6m", "2025-12-01") is ABSENT
    assert verite(monde, "part_cdi_reprise", "2026-05-01") == (1, 1, 0)
    assert verite(monde, "part_cdi_reprise", "2026-06-01") is ABSENT


@pytest.mark.parametrize(
    ("premier", "suites", "attendu"),
    [
        (("2024-12-31", None), [], 1),
        (("2024-09-15", "2024-09-15"), [], 1),  # to the day six months later
        (("2024-09-14", "2024-09-14"), [], 0),
        (("2024-12-31", "2024-08-01"), [], 0),  # an actual end replaces the planned one
        (("2024-06-10", "2024-06-10"), [("2024-07-11", "2024-12-31")], 1),  # 31 days apart
        (("2024-06-10", "2024-06-10"), [("2024-07-12", "2024-12-31")], 0),  # 32
        # a day of work between two gaps of 31 days
        (("2024-06-10", "2024-06-10"), [("2024-07-11", "2024-07-11"), ("2024-08-11", "2024-12-31")], 1),
        # counted from the latest end, not from that of the last to begin
        (("2024-08-31", "2024-08-31"), [("2024-04-01", "2024-04-02"), ("2024-10-01", "2024-10-02")], 1),
        (("2024-09-10", "2024-09-10"), [("2024-10-11", "2024-10-11")], 1),  # back on the 31st day, after the date
    ],
)
def test_still_in_a_job_six_months_later(verite, premier, suites, attendu):
    """Back to work on 15 March: until 15 September, with any employer, gaps of at most 31 days."""
    monde = Monde().inscrite("2024-03-10").contrat("2024-03-15", *premier)
    for employeur, (debut, fin) in zip((AUTRE, ENCORE_UN_AUTRE), suites, strict=False):
        monde.contrat(debut, fin, fin, siren=employeur)
    assert verite(monde, "maintien_emploi_6m", "2024-03-01") == (attendu, 1, 0)


def test_an_open_ended_job_has_no_end_and_one_from_before_does_not_help(verite):
    sans_fin = Monde().inscrite("2024-03-10").contrat("2024-03-15", nature="01")
    assert verite(sans_fin, "maintien_emploi_6m", "2024-03-01") == (1, 1, 0)
    avant = Monde().inscrite("2024-03-10").contrat("2023-01-01", nature="01", siren=AUTRE)
    avant.contrat("2024-03-15", "2024-05-01", "2024-05-01")
    assert verite(avant, "maintien_emploi_6m", "2024-03-01") == (0, 1, 0)


def test_an_internship_fills_no_gap(verite):
    monde = Monde().inscrite("2024-03-10").contrat("2024-03-15", "2024-05-31", "2024-05-31")
    monde.contrat("2024-06-01", "2024-12-31", nature="29", siren=AUTRE)
    assert verite(monde, "maintien_emploi_6m", "2024-03-01") == (0, 1, 0)


@pytest.mark.parametrize(
    ("le", "attendu"),
    [
        ("2024-03-14", (1, 1, 0)),  # before the return
        ("2024-03-15", (0, 0, 1)),
        ("2024-09-15", (0, 0, 1)),
        ("2024-09-16", (1, 1, 0)),
    ],
)
def test_who_dies_within_six_months_of_the_return_is_left_out(verite, le, attendu):
    monde = deces(Monde().inscrite("2024-03-10").contrat("2024-03-15", nature="01"), le)
    assert verite(monde, "maintien_emploi_6m", "2024-03-01") == attendu
    assert verite(monde, "part_cdi_reprise", "2024-03-01") == (1, 1, 0)


@pytest.mark.parametrize(
    ("debut", "attendu"), [("2024-04-09", 0), ("2024-04-10", 1), ("2024-10-10", 1), ("2024-10-11", 0)]
)
def test_a_job_within_six_months_of_a_training(verite, debut, attendu):
    """Given up on 10 April: the day of the planned end is not looked at."""
    monde = Monde().inscrite("2024-01-10").formation("2024-02-01", abandon="2024-04-10", sortie="2024-06-30")
    monde.contrat(debut, nature="01")
    assert verite(monde, "retour_emploi_formation_6m", "2024-04-01") == (attendu, 1, 0)
    assert verite(monde, "retour_emploi_formation_6m", "2024-06-01") is ABSENT


def test_of_two_trainings_ended_in_a_month_the_last_one_counts(verite):
    monde = Monde().inscrite("2024-01-10").formation("2024-02-01", sortie="2024-04-05")
    monde.formation("2024-03-01", sortie="2024-04-20").contrat("2024-04-10", nature="01")
    assert verite(monde, "retour_emploi_formation_6m", "2024-04-01") == (0, 1, 0)


def test_a_training_is_told_by_the_last_registration_before_its_end(verite):
    """Registered in 01, then in 71, then nowhere; whoever only registers afterwards is not placed."""
    monde = Monde().inscrite("2023-01-10", "2023-06-01")
    monde.inscrite("2023-09-10", "2023-12-01", commune="71002", departement="71")
    monde.inscrite("2024-04-11").formation("2024-02-01", sortie="2024-04-10")
    ou = {"territoire_niveau": "departement", "territoire_code": "71"}
    assert verite(monde, "retour_emploi_formation_6m", "2024-04-01") == (0, 1, 0)
    assert verite(monde, "retour_emploi_formation_6m", "2024-04-01", **ou) == (0, 1, 0)
    apres = Monde().inscrite("2024-04-11").formation("2024-02-01", sortie="2024-04-10")
    assert verite(apres, "retour_emploi_formation_6m", "2024-04-01") is ABSENT


def test_trainees_are_aged_16_to_64_when_it_ends_and_the_dead_are_left_out(verite):
    """64 in March, 65 in April."""
    monde = Monde().personne(naissance="1959-04-20").inscrite("2024-01-10")
    monde.formation("2024-02-01", sortie="2024-03-31").formation("2024-03-01", sortie="2024-04-10")
    assert verite(monde, "retour_emploi_formation_6m", "2024-03-01") == (0, 1, 0)
    assert verite(monde, "retour_emploi_formation_6m", "2024-04-01") is ABSENT
    mort = deces(Monde().inscrite("2024-01-10").formation("2024-02-01", sortie="2024-03-31"), "2024-09-30")
    assert verite(mort, "retour_emploi_formation_6m", "2024-03-01") == (0, 0, 1)
