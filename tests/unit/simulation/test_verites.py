"""The truths, on worlds of a few persons: each answer below was worked out by hand from the definitions."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from pipelines.simulation.verites import Verites
from pipelines.simulation.verites.emplois import emplois
from tests.unit.simulation.monde_ecrit import ABSENT, PARAMETRES, Monde


@pytest.mark.parametrize(
    ("t0", "debut", "attendu"),
    [
        ("2024-03-15", "2024-03-15", 1),  # on the day of entry
        ("2024-03-15", "2024-09-15", 1),  # on the last day of the window
        ("2024-03-15", "2024-09-16", 0),  # the day after
        ("2024-08-31", "2025-02-28", 1),  # 31 August + 6 months clips to 28 February
        ("2024-08-31", "2025-03-01", 0),
        ("2024-03-15", "2024-03-14", 0),  # begun before: not a return
    ],
)
def test_the_window_has_both_its_ends_and_clips_to_the_month(verite, t0, debut, attendu):
    monde = Monde().inscrite(t0).contrat(debut, nature="01")
    assert verite(monde, "retour_emploi_6m", t0[:8] + "01") == (attendu, 1, 0)


def test_the_three_month_window_is_its_own(verite):
    monde = Monde().inscrite("2024-03-15").contrat("2024-06-16", nature="01")
    assert verite(monde, "retour_emploi_3m", "2024-03-01") == (0, 1, 0)
    assert verite(monde, "retour_emploi_6m", "2024-03-01") == (1, 1, 0)


@pytest.mark.parametrize(
    ("debut", "prevue", "fin", "nature", "attendu"),
    [
        ("2024-04-15", "2024-05-14", "2024-05-14", "02", 1),  # one calendar month to the day
        ("2024-04-15", "2024-05-13", "2024-05-13", "02", 0),
        ("2024-01-31", "2024-02-28", "2024-02-28", "02", 1),  # 31 January + 1 month is 29 February in 2024, − 1 day
        ("2024-01-31", "2024-02-27", "2024-02-27", "02", 0),
        ("2024-04-15", "2024-12-31", "2024-04-17", "02", 1),  # planned long, broken after two days
        ("2024-04-15", "2024-04-30", "2024-06-30", "02", 1),  # planned short, renewed
        ("2024-04-15", None, "2024-04-16", "01", 1),  # open-ended, even broken
        ("2024-04-15", None, "2024-04-16", "82", 1),
        ("2024-04-15", "2025-04-14", None, "29", 0),  # internship
        ("2024-04-15", "2025-04-14", None, "70", 0),  # ESAT
        ("2024-04-15", "2025-04-14", None, "89", 0),  # civic service
    ],
)
def test_which_contracts_are_jobs_that_count(debut, prevue, fin, nature, attendu):
    contrat = Monde().contrat(debut, prevue, fin, nature=nature).bloc().contrat
    assert emplois(contrat).height == attendu


def test_an_immersion_is_no_job_whatever_its_contract():
    assert emplois(Monde().contrat("2024-04-15", "2025-04-14", dispositif="93").bloc().contrat).is_empty()


def test_missions_of_one_agency_seven_days_apart_are_one_job():
    """1–5, 12–16, 23–27 April, 4–8 May: gaps of 7 days; 1 April to 8 May is more than a month."""
    missions = Monde()
    for debut, fin in (("04-01", "04-05"), ("04-12", "04-16"), ("04-23", "04-27"), ("05-04", "05-08")):
        missions.contrat(f"2024-{debut}", f"2024-{fin}", f"2024-{fin}", nature="03")
    assert emplois(missions.bloc().contrat)["debut"].to_list() == [date(2024, 4, 1)]


def test_an_eighth_day_breaks_the_chain():
    """1–5, 13–17, 25–29 April, 7–11 May: gaps of 8 days; four jobs of five days, none counts."""
    missions = Monde()
    for debut, fin in (("04-01", "04-05"), ("04-13", "04-17"), ("04-25", "04-29"), ("05-07", "05-11")):
        missions.contrat(f"2024-{debut}", f"2024-{fin}", f"2024-{fin}", nature="03")
    assert emplois(missions.bloc().contrat).is_empty()


def test_missions_of_several_agencies_are_not_one_job():
    missions = Monde()
    for rang, (debut, fin) in enumerate((("04-01", "04-14"), ("04-15", "04-28"), ("04-29", "05-12"))):
        missions.contrat(f"2024-{debut}", f"2024-{fin}", f"2024-{fin}", nature="03", siren=f"00000{rang}018")
    assert emplois(missions.bloc().contrat).is_empty()


def test_two_establishments_of_one_siren_are_one_employer():
    monde = Monde().contrat("2024-04-01", "2024-04-20", "2024-04-20")
    monde.contrat("2024-04-22", "2024-05-05", "2024-05-05", nic="00026")
    assert emplois(monde.bloc().contrat).height == 1


def test_a_long_contract_hides_the_short_one_inside_it_when_chaining():
    """1 April–30 June and 5–7 April: the latest known end is 30 June, so 5 July chains."""
    monde = Monde().contrat("2024-04-01", "2024-06-30", "2024-06-30").contrat("2024-04-05", "2024-04-07", "2024-04-07")
    monde.contrat("2024-07-05", "2024-12-31")
    assert emplois(monde.bloc().contrat)["debut"].to_list() == [date(2024, 4, 1)]


def test_a_transfer_chains_two_employers():
    """12 days then 25 days after a transfer: one job of 37 days, begun with the first contract."""
    monde = Monde().contrat("2024-04-01", "2024-05-07", "2024-04-12", motif_fin="998")
    monde.contrat(
        "2024-04-13", "2024-05-07", "2024-05-07", siren="000000026",
        ancien_siret="00000001800018", ancien_numero="00001", ancien_debut=date(2024, 4, 1),
    )  # fmt: skip
    assert emplois(monde.bloc().contrat)["debut"].to_list() == [date(2024, 4, 1)]


def test_a_chain_begun_before_entry_is_not_a_return_even_when_its_gap_covers_it(verite):
    """A contract ends 10 March, entry 12 March, back with the same employer 15 March (5 days): not a return."""
    monde = Monde().inscrite("2024-03-12").contrat("2024-01-02", "2024-03-10", "2024-03-10")
    monde.contrat("2024-03-15", "2024-12-31")
    assert verite(monde, "retour_emploi_6m", "2024-03-01") == (0, 1, 0)
    # 18 March would be the eighth day: a new job
    autre = Monde().inscrite("2024-03-12").contrat("2024-01-02", "2024-03-10", "2024-03-10")
    autre.contrat("2024-03-18", "2024-12-31")
    assert verite(autre, "retour_emploi_6m", "2024-03-01") == (1, 1, 0)


@pytest.mark.parametrize(
    ("sortie", "retour", "attendu"),
    [
        ("2024-05-10", None, (0, 0, 1)),  # dies without a return
        ("2024-05-10", "2024-06-01", (0, 0, 1)),  # before the return
        ("2024-05-10", "2024-05-10", (1, 1, 0)),  # the very day of the return: not before it
        ("2024-05-10", "2024-04-01", (1, 1, 0)),  # after it
        ("2024-09-15", None, (0, 0, 1)),  # last day of the window
        ("2024-09-16", None, (0, 1, 0)),  # after the window
    ],
)
def test_who_dies_in_the_window_before_any_return_leaves_the_cohort(verite, sortie, retour, attendu):
    monde = Monde().inscrite("2024-03-15")
    monde.contrat("2020-01-01", None, sortie, nature="01", motif_fin="066", siren="000000026")
    if retour:
        monde.contrat(retour, nature="01")
    assert verite(monde, "retour_emploi_6m", "2024-03-01") == attendu


def test_a_retirement_is_told_by_the_register_too(verite):
    monde = Monde().personne(naissance="1961-12-01").inscrite("2024-03-15", "2024-06-01", motif_cessation="05")
    assert verite(monde, "retour_emploi_6m", "2024-03-01") == (0, 0, 1)


@pytest.mark.parametrize(
    ("naissance", "attendu"),
    [
        ("2008-04-01", ABSENT),  # 15: sixteen next month
        ("2008-03-31", (0, 1, 0)),  # 16 this month, whatever the day
        ("1959-04-01", (0, 1, 0)),  # 64
        ("1959-03-31", ABSENT),  # 65 this month
    ],
)
def test_the_cohort_is_aged_16_to_64(verite, naissance, attendu):
    monde = Monde().personne(naissance=naissance).inscrite("2024-03-15")
    assert verite(monde, "retour_emploi_6m", "2024-03-01") == attendu


def test_a_return_is_told_only_once_a_month_has_qualified_it(verite):
    """World ends June 2026: m + 6 + 1 months is June 2026 for November 2025; December is too young."""
    monde = Monde().inscrite("2025-11-15").inscrite("2025-12-15", numero=2)
    assert verite(monde, "retour_emploi_6m", "2025-11-01") == (0, 1, 0)
    assert verite(monde, "retour_emploi_6m", "2025-12-01") is ABSENT


@pytest.mark.parametrize(("retour", "entrees"), [("2024-04-15", ABSENT), ("2024-04-16", (None, 1, 0))])
def test_fifteen_days_continue_a_journey_sixteen_open_another(verite, retour, entrees):
    """Ceases on 31 March; 15 April is 15 days after, 16 April is 16."""
    monde = Monde().inscrite("2024-02-01", "2024-03-31").inscrite(retour)
    assert verite(monde, "entrees", "2024-02-01") == (None, 1, 0)
    assert verite(monde, "entrees", "2024-04-01") == entrees


def test_two_journeys_in_a_month_are_two_entries_and_one_cohort_member(verite):
    monde = Monde().inscrite("2024-03-01", "2024-03-05").inscrite("2024-03-25").orientation("2024-03-27")
    assert verite(monde, "entrees", "2024-03-01") == (None, 2, 0)
    assert verite(monde, "retour_emploi_6m", "2024-03-01") == (0, 1, 0)
    assert verite(monde, "part_orientes_30j", "2024-03-01") == (0, 1, 0)


def test_the_bulk_arrival_is_in_the_stock_and_is_no_entry(verite):
    monde = Monde().inscrite("2025-01-01", code="9")
    assert verite(monde, "entrees", "2025-01-01") is ABSENT
    assert verite(monde, "inscrits_stock", "2025-01-01") == (None, 1, 0)


def test_a_stock_counts_who_is_registered_that_day(verite):
    """Ceases on 31 March (no longer registered that day), back 10 April: March is a gap, the journey goes on."""
    monde = Monde().inscrite("2024-02-10", "2024-03-31").inscrite("2024-04-10", commune="71002", departement="71")
    assert [verite(monde, "inscrits_stock", f"2024-0{mois}-01") for mois in (1, 2, 3, 4)] == [
        ABSENT, (None, 1, 0), ABSENT, (None, 1, 0),
    ]  # fmt: skip
    avril = {"territoire_niveau": "departement", "territoire_code": "71"}
    assert verite(monde, "inscrits_stock", "2024-04-01", **avril) == (None, 1, 0)
    assert verite(monde, "inscrits_stock", "2024-02-01", **avril) is ABSENT


def test_the_rolling_stock_is_that_of_its_last_month(verite):
    monde = Monde().inscrite("2024-12-10")
    assert verite(monde, "inscrits_stock", "2024-01-01", periode_type="glissant_12m") == (None, 1, 0)


def test_the_rolling_year_sums_its_months(verite):
    monde = Monde().inscrite("2024-01-10", "2024-02-10").inscrite("2024-11-10").contrat("2024-11-20", nature="01")
    assert verite(monde, "retour_emploi_6m", "2024-01-01", periode_type="glissant_12m") == (1, 2, 0)
    assert verite(monde, "entrees", "2024-02-01", periode_type="glissant_12m") == (None, 1, 0)


def test_first_registrations_are_told_by_either_mark(verite):
    monde = Monde().inscrite("2024-03-01", ndem=1).inscrite("2024-03-02", numero=2, ndem=None, motif="6")
    monde.inscrite("2024-03-03", numero=3, ndem=4)
    premieres = {"dimension": "type_inscription", "modalite": "premiere"}
    assert verite(monde, "entrees", "2024-03-01", **premieres) == (None, 2, 0)


def test_a_committee_that_straddles_two_regions_counts_both(verite):
    monde = Monde().inscrite("2024-03-01").inscrite("2024-03-02", numero=2, commune="71002", departement="71")
    comite = {"territoire_niveau": "local", "territoire_code": "CLPE01001"}
    assert verite(monde, "entrees", "2024-03-01", **comite) == (None, 2, 0)
    assert verite(monde, "entrees", "2024-03-01", territoire_niveau="region", territoire_code="84") == (None, 1, 0)


def test_an_epci_tells_the_whole_over_twelve_months_only(verite):
    """Two persons of one EPCI over two départements; a third whose commune is in none."""
    monde = Monde().inscrite("2024-03-01").inscrite("2024-05-02", numero=2, commune="71002", departement="71")
    monde.inscrite("2024-05-03", numero=3, commune="01003")
    epci = {"territoire_niveau": "epci", "territoire_code": "200000001"}
    assert verite(monde, "entrees", "2024-01-01", periode_type="glissant_12m", **epci) == (None, 2, 0)
    assert verite(monde, "entrees", "2024-03-01", **epci) is ABSENT
    femmes = {"dimension": "sexe", "modalite": "F"}
    assert verite(monde, "entrees", "2024-01-01", periode_type="glissant_12m", **epci, **femmes) is ABSENT


def test_a_crossing_is_told_from_the_departement_up(verite):
    """A woman of 38 in each of two départements that make one collectivity."""
    monde = Monde().inscrite("2024-03-01").inscrite("2024-03-02", numero=2, commune="71002", departement="71")
    croisement = {"dimension": "sexe*tranche_age", "modalite": "F*35-39"}
    collectivite = {"territoire_niveau": "collectivite_rsa", "territoire_code": "ENSEMBLE"}
    douze_mois = {"periode_type": "glissant_12m"}
    assert verite(monde, "entrees", "2024-01-01", **douze_mois, **collectivite) == (None, 2, 0)
    assert verite(monde, "entrees", "2024-01-01", **douze_mois, **collectivite, **croisement) is ABSENT
    assert verite(monde, "entrees", "2024-03-01", **collectivite) is ABSENT
    # twelve months that end with a quarter, and twelve that do not
    france = {"territoire_niveau": "national", "territoire_code": "FR"}
    assert verite(monde, "entrees", "2024-01-01", **douze_mois, **france, **croisement) == (None, 2, 0)
    assert verite(monde, "entrees", "2024-02-01", **douze_mois, **france, **croisement) is ABSENT
    assert verite(monde, "entrees", "2024-02-01", **douze_mois, **france) == (None, 2, 0)
    departement = {"territoire_niveau": "departement", "territoire_code": "71"}
    assert verite(monde, "entrees", "2024-03-01", **departement, **croisement) == (None, 1, 0)
    comite = {"territoire_niveau": "local", "territoire_code": "CLPE01001"}
    assert verite(monde, "entrees", "2024-03-01", **comite, **croisement) is ABSENT
    assert verite(monde, "retour_emploi_3m", "2024-03-01", **croisement) is ABSENT


def test_quarters_and_years_are_civil_and_sum_their_months(verite):
    """Entries in March, April and December 2024: 1 in the first quarter, 1 in the second, 3 in the year."""
    monde = Monde().inscrite("2024-03-31").inscrite("2024-04-01", numero=2).inscrite("2024-12-31", numero=3)
    assert verite(monde, "entrees", "2024-01-01", periode_type="trimestre") == (None, 1, 0)
    assert verite(monde, "entrees", "2024-04-01", periode_type="trimestre") == (None, 1, 0)
    assert verite(monde, "entrees", "2024-02-01", periode_type="trimestre") is ABSENT
    assert verite(monde, "entrees", "2024-01-01", periode_type="annee") == (None, 3, 0)
    # the stock of a quarter or of a year is that of its last month
    assert verite(monde, "inscrits_stock", "2024-04-01", periode_type="trimestre") == (None, 2, 0)
    assert verite(monde, "inscrits_stock", "2024-01-01", periode_type="annee") == (None, 3, 0)
    # 2026 ends in June: it is not a year
    monde = Monde().inscrite("2026-02-01")
    assert verite(monde, "entrees", "2026-01-01", periode_type="annee") is ABSENT
    assert verite(monde, "entrees", "2026-01-01", periode_type="trimestre") == (None, 1, 0)


def test_a_former_commune_counts_in_the_one_of_today_an_unknown_one_above(verite):
    monde = Monde().inscrite("2024-03-01", commune="01009").inscrite("2024-03-02", numero=2, commune=None)
    comite = {"territoire_niveau": "local", "territoire_code": "CLPE01001"}
    departement = {"territoire_niveau": "departement", "territoire_code": "01"}
    assert verite(monde, "entrees", "2024-03-01", **comite) == (None, 1, 0)
    assert verite(monde, "entrees", "2024-03-01", territoire_niveau="region", territoire_code="84") == (None, 1, 0)
    assert verite(monde, "entrees", "2024-03-01", **departement) == (None, 2, 0)
    assert verite(monde, "entrees", "2024-03-01") == (None, 2, 0)


@pytest.mark.parametrize(
    ("droit", "modalite"),
    [
        ({}, "soumis"),
        ({"etat_dossier": "4"}, "soumis"),
        ({"etat_dossier": "5"}, "non_soumis"),
        ({"soumis": False}, "non_soumis"),
        ({"mois": "2024-04-01"}, "non_soumis"),
        ({"departement": "71"}, "soumis"),
    ],
)
def test_rsa_is_read_in_the_file_of_the_month_wherever_it_comes_from(verite, droit, modalite):
    monde = Monde().inscrite("2024-03-20").droit(**{"mois": "2024-03-01"} | droit)
    assert verite(monde, "entrees", "2024-03-01", dimension="rsa", modalite=modalite) == (None, 1, 0)


def test_a_silent_rsa_sender_makes_unknown_and_no_coverage(verite):
    """15 sends nothing for October and November 2025 (8 and 7 months before June 2026)."""
    ou = {"commune": "15001", "departement": "15"}
    monde = Monde().inscrite("2025-09-20", **ou)
    for mois in ("2025-09-01", "2025-10-01", "2025-11-01", "2025-12-01"):
        monde.droit(mois, **ou)
    vus = [verite(monde, "couverture_rsa", f"2025-{mois:02d}-01") for mois in (9, 10, 11, 12)]
    assert vus == [(1, 1, 0), ABSENT, ABSENT, (1, 1, 0)]
    octobre = verite(monde, "inscrits_stock", "2025-10-01", dimension="rsa", modalite="inconnu")
    assert octobre == (None, 1, 0)


def test_coverage_counts_persons_once_and_looks_at_the_last_day(verite):
    """Two persons of a household, one not registered; a move puts one in two files: the smallest département."""
    monde = Monde().inscrite("2024-03-20", "2024-04-30").personne(2)
    monde.droit("2024-03-01").droit("2024-03-01", numero=2).droit("2024-03-01", departement="71", commune="71002")
    monde.droit("2024-04-01")
    assert verite(monde, "couverture_rsa", "2024-03-01") == (1, 2, 0)
    assert verite(monde, "couverture_rsa", "2024-04-01") == (0, 1, 0)
    ailleurs = {"territoire_niveau": "departement", "territoire_code": "71"}
    assert verite(monde, "couverture_rsa", "2024-03-01", **ailleurs) is ABSENT


@pytest.mark.parametrize(
    ("decision", "autres", "attendu"),
    [
        ("2024-03-15", {}, 1),  # day 0
        ("2024-04-14", {}, 1),  # day 30
        ("2024-04-15", {}, 0),  # day 31
        ("2024-03-20", {"etat_decision": "REFUSEE"}, 0),
        ("2024-03-20", {"statut": "PRECONISE"}, 0),
        ("2024-03-14", {}, 1),  # from before, still open, for someone who comes back: reconduite
        ("2024-03-14", {"sortie": "2024-03-16"}, 1),
        ("2024-03-14", {"sortie": "2024-03-15"}, 0),  # left on the day of entry
    ],
)
def test_oriented_within_thirty_days(verite, decision, autres, attendu):
    monde = Monde().inscrite("2024-03-15").orientation(decision, **autres)
    assert verite(monde, "part_orientes_30j", "2024-03-01") == (attendu, 1, 0)


def test_a_first_registration_cannot_be_carried_over(verite):
    monde = Monde().inscrite("2024-03-15", ndem=1).orientation("2024-03-14")
    assert verite(monde, "part_orientes_30j", "2024-03-01") == (0, 1, 0)


@pytest.mark.parametrize(("fin", "attendu"), [("2024-04-01", 1), ("2024-03-31", 0)])
def test_a_decision_after_the_journey_orients_nobody(verite, fin, attendu):
    monde = Monde().inscrite("2024-03-15", fin).orientation("2024-04-01")
    assert verite(monde, "part_orientes_30j", "2024-03-01") == (attendu, 1, 0)


def test_the_median_is_read_over_all_who_entered(verite):
    """Four entrants of March, oriented after 10 and 40 days and never: half is reached on the 40th, not on the 10th."""
    monde = Monde()
    for numero in (1, 2, 3, 4):
        monde.inscrite("2024-03-01", numero=numero)
    monde.orientation("2024-03-11", numero=1).orientation("2024-04-10", numero=2)
    assert verite(monde, "delai_orientation_median", "2024-03-01", part="mediane") == 40
    assert verite(monde, "delai_orientation_median", "2024-03-01") == (None, 4, 0)
    monde.inscrite("2024-03-01", numero=5)
    assert verite(monde, "delai_orientation_median", "2024-03-01", part="mediane") is None


def test_a_median_stops_where_the_last_entrant_has_not_been_followed(verite):
    """An entrant of 1 May 2026 oriented on 5 June is 35 days late, but the month has been followed 30 days only."""
    monde = Monde().inscrite("2026-05-01").orientation("2026-06-05")
    assert verite(monde, "delai_orientation_median", "2026-05-01", part="mediane") is None
    monde = Monde().inscrite("2026-05-01").orientation("2026-05-31")
    assert verite(monde, "delai_orientation_median", "2026-05-01", part="mediane") == 30


def test_a_silent_sender_takes_its_cohorts_out(verite):
    """58 sends no orientation from January 2026 on: 30 days after December 2025 is in it, after November is not."""
    monde = Monde()
    for numero, mois in enumerate(("2024-12", "2025-01", "2025-11", "2025-12"), start=1):
        monde.inscrite(f"{mois}-10", numero=numero, commune="58001", departement="58")
    courts = [verite(monde, "part_orientes_30j", f"{mois}-01") for mois in ("2025-11", "2025-12")]
    assert courts == [(0, 1, 0), ABSENT]
    longs = [verite(monde, "delai_orientation_median", f"{mois}-01") for mois in ("2024-12", "2025-01")]
    assert longs == [(None, 1, 0), ABSENT]


def test_a_training_counts_once_a_month_and_only_while_registered(verite):
    monde = Monde().inscrite("2024-03-10", "2024-05-20")
    for entree in ("2024-03-09", "2024-04-02", "2024-04-20", "2024-05-20", None):
        monde.formation(entree)
    vus = [verite(monde, "entrees_formation", f"2024-0{mois}-01") for mois in (3, 4, 5)]
    assert vus == [ABSENT, (None, 1, 0), ABSENT]


def test_posts_are_counted_in_days_of_paris(verite):
    """Deposited on 31 March at 23:30 in Paris (21:30 UTC, summer time); filled on 30 April is 30 days, 1 May is 31."""
    depot = datetime(2024, 3, 31, 21, 30, tzinfo=UTC)
    le_30 = datetime(2024, 4, 30, 21, 59, tzinfo=UTC)
    le_31 = datetime(2024, 4, 30, 22, 0, tzinfo=UTC)
    monde = Monde().offre(depot, [le_30, le_31, None])
    assert verite(monde, "taux_pourvoi_30j", "2024-03-01") == (1, 3, 0)
    assert verite(monde, "delai_pourvoi_median", "2024-03-01", part="mediane") == 31
    le_lendemain = Monde().offre(datetime(2024, 3, 31, 22, 30, tzinfo=UTC), [None])
    assert verite(le_lendemain, "taux_pourvoi_30j", "2024-03-01") is ABSENT
    assert verite(le_lendemain, "taux_pourvoi_30j", "2024-04-01") == (0, 1, 0)


def test_errors_leave_the_denominator_cancellations_stay_and_partners_never_count(verite):
    depot, apres = datetime(2024, 3, 4, 9, tzinfo=UTC), datetime(2024, 3, 9, 9, tzinfo=UTC)
    monde = Monde().offre(depot, [apres, None], cloture=apres, motif_cloture="ANNULEE_ERREUR")
    monde.offre(depot, [None], cloture=apres, motif_cloture="ANNULEE").offre(depot, [apres], origine="2")
    monde.offre(depot, [apres], commune=None)
    assert verite(monde, "taux_pourvoi_30j", "2024-03-01") == (1, 2, 2)
    assert verite(monde, "delai_pourvoi_median", "2024-03-01") == (None, 2, 2)
    ou = {"territoire_niveau": "departement", "territoire_code": "01"}
    assert verite(monde, "taux_pourvoi_30j", "2024-03-01", **ou) == (0, 1, 2)


@pytest.mark.parametrize(
    ("contrat", "duree", "modalite"),
    [
        ("CDI", None, "durable"),
        ("CDD", None, "durable"),
        ("CDD", 183, "durable"),
        ("CDD", 182, "temporaire"),
        ("MIS", 30, "temporaire"),
        ("MIS", 29, "occasionnel"),
        ("DIN", 12, "durable"),
    ],
)
def test_the_type_of_an_offer(verite, contrat, duree, modalite):
    monde = Monde().offre(datetime(2024, 3, 4, 9, tzinfo=UTC), [None], type_contrat=contrat, duree_jours=duree)
    assert verite(monde, "taux_pourvoi_30j", "2024-03-01", dimension="type_contrat", modalite=modalite) == (0, 1, 0)


@pytest.mark.parametrize(
    ("naissance", "tranche"),
    [("1998-04-01", "-26"), ("1998-03-31", "26-34"), ("1989-03-01", "35-39"), ("1974-04-30", "40-49"),
     ("1969-04-01", "50-54"), ("1969-03-31", "55+")],
)  # fmt: skip
def test_age_bands_change_with_the_month(verite, naissance, tranche):
    monde = Monde().personne(naissance=naissance, sexe="1").inscrite("2024-03-15")
    assert verite(monde, "entrees", "2024-03-01", dimension="tranche_age", modalite=tranche) == (None, 1, 0)
    assert verite(monde, "entrees", "2024-03-01", dimension="sexe", modalite="H") == (None, 1, 0)


def test_blocks_add_up_in_any_order(zones):
    un = Monde().inscrite("2024-03-15").orientation("2024-03-20").bloc()
    deux = Monde().inscrite("2024-03-16", numero=2).contrat("2024-04-01", personne=2, nature="01").bloc()
    ensemble = []
    for blocs in ((un, deux), (deux, un)):
        verites = Verites(PARAMETRES, zones)
        for bloc in blocs:
            verites.ajouter(bloc)
        ensemble.append(
            pl.concat(verites.cellules_de(nom) for nom in ("entrees", "retour_emploi_6m", "part_orientes_30j"))
        )
    assert ensemble[0].equals(ensemble[1])
    assert ensemble[0].filter(pl.col("denominateur") == 2).height > 0


def test_many_blocks_are_kept_as_one_table_whoever_they_tell_nothing_of(zones):
    """Twenty blocks: twice over, what was added is put together, also of indicators that nothing was added to."""
    verites = Verites(PARAMETRES, zones)
    for numero in range(1, 21):
        verites.ajouter(Monde().inscrite("2024-03-15", numero=numero).bloc())
    entrees = verites.cellules_de("entrees").filter(
        pl.col("periode_type") == "mois", pl.col("territoire_niveau") == "national", pl.col("dimension") == "ensemble"
    )
    assert entrees["denominateur"].to_list() == [20]


def test_the_file_holds_the_agreed_columns(zones, tmp_path):
    verites = Verites(PARAMETRES, zones)
    verites.ajouter(Monde().inscrite("2024-03-15").bloc())
    table = pl.read_parquet(verites.ecrire(tmp_path))
    assert table.columns == [
        "indicateur", "periode_type", "periode_debut", "territoire_niveau", "territoire_code", "dimension", "modalite",
        "numerateur", "denominateur", "exclus", "mediane", "somme", "somme_favorable", "somme_carres",
    ]  # fmt: skip
    assert table.schema["mediane"] == pl.Int32
    assert (table["denominateur"] + table["exclus"]).min() > 0
