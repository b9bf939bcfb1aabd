"""Truths of returns to work as Dares counts them, worked out by hand: classes, runs, more than 180 days."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

MARS = "2024-03-01"
RETOUR, DURABLE = "retour_emploi_mmo", "retour_emploi_durable_mmo"
AUTRE = "000000026"


def vus(verite, monde: Monde, mois: str = MARS) -> tuple[int, int]:
    """Who returned, and who did for long, of the one person of a cohort."""
    parts = [verite(monde, indicateur, mois) for indicateur in (RETOUR, DURABLE)]
    assert {part[1:] for part in parts} == {(1, 0)}
    return parts[0][0], parts[1][0]


@pytest.mark.parametrize(
    ("natures", "attendu"),
    [
        (["01", "09", "50", "82", "91"], (1, 1)),
        (["02", "07", "10", "20", "21", "32", "51", "52", "80", "81", "92", "93"], (1, 1)),
        (["03", "08"], (1, 0)),
        (["29", "53", "60", "70", "89", "90", "54", None], (0, 0)),
    ],
)
def test_the_classes_of_contracts_are_those_of_dares(verite, natures, attendu):
    for nature in natures:
        monde = Monde().inscrite("2024-03-15").contrat("2024-04-01", nature=nature)
        assert vus(verite, monde) == attendu, nature


def test_a_placement_or_an_internship_contract_is_read_by_its_nature_alone(verite):
    monde = Monde().inscrite("2024-03-15").contrat("2024-04-01", "2024-12-31", dispositif="93")
    assert vus(verite, monde) == (1, 1)
    assert verite(monde, "retour_emploi_6m", MARS) == (0, 1, 0)


def test_a_contract_of_a_day_is_a_return(verite):
    monde = Monde().inscrite("2024-03-15").contrat("2024-04-01", "2024-04-01", "2024-04-01")
    assert vus(verite, monde) == (1, 0)


@pytest.mark.parametrize(
    ("t0", "debut", "attendu"),
    [
        ("2024-03-15", "2024-03-14", 0),
        ("2024-03-15", "2024-03-15", 1),
        ("2024-03-15", "2024-09-15", 1),
        ("2024-03-15", "2024-09-16", 0),
        ("2024-08-31", "2025-02-28", 1),
        ("2024-08-31", "2025-03-01", 0),
    ],
)
def test_the_window_has_both_its_ends(verite, t0, debut, attendu):
    monde = Monde().inscrite(t0).contrat(debut, nature="01")
    assert vus(verite, monde, f"{t0[:7]}-01") == (attendu, attendu)


@pytest.mark.parametrize(
    ("prevue", "fin", "durable"),
    [
        ("2024-09-27", None, 0),  # 1 April to 27 September: 180 days
        ("2024-09-28", None, 1),
        ("2024-12-31", "2024-09-27", 0),  # the actual end first
        ("2024-04-30", "2024-09-28", 1),
        (None, None, 1),
        (None, "2024-04-02", 0),
    ],
)
def test_a_fixed_term_is_durable_beyond_180_days(verite, prevue, fin, durable):
    assert vus(verite, Monde().inscrite("2024-03-15").contrat("2024-04-01", prevue, fin)) == (1, durable)
    sans_terme = Monde().inscrite("2024-03-15").contrat("2024-04-01", prevue, fin, nature="01")
    assert vus(verite, sans_terme) == (1, 1)


@pytest.mark.parametrize(
    ("fin", "reprise", "autres", "attendu"),
    [
        ("2024-03-20", "2024-03-20", {}, 0),
        ("2024-03-20", "2024-03-21", {}, 0),  # the day after: it goes on
        ("2024-03-20", "2024-03-22", {}, 1),  # a day between
        ("2024-03-20", "2024-03-18", {}, 0),  # overlaps
        ("2024-03-20", "2024-03-21", {"siren": AUTRE}, 1),
        ("2024-03-20", "2024-03-18", {"siren": AUTRE}, 1),
        ("2024-03-20", "2024-03-21", {"nic": "00026"}, 0),  # another establishment of the same
        (None, "2024-05-01", {}, 0),  # open: everything overlaps it
    ],
)
def test_a_run_begun_before_the_entry_goes_on_with_the_same_employer(verite, fin, reprise, autres, attendu):
    """She works since January, registers on 15 March; the next contract is open-ended."""
    monde = Monde().inscrite("2024-03-15").contrat("2024-01-02", fin, fin).contrat(reprise, nature="01", **autres)
    assert vus(verite, monde) == (attendu, attendu)


def test_the_planned_end_speaks_when_there_is_no_other(verite):
    monde = Monde().inscrite("2024-03-15").contrat("2024-01-02", "2024-03-20").contrat("2024-03-21", nature="01")
    assert vus(verite, monde) == (0, 0)


def test_a_long_contract_hides_the_short_one_inside_it(verite):
    monde = Monde().inscrite("2024-03-15").contrat("2024-01-02", "2024-05-31", "2024-05-31")
    monde.contrat("2024-02-01", "2024-02-10", "2024-02-10").contrat("2024-06-01", nature="01")
    assert vus(verite, monde) == (0, 0)


@pytest.mark.parametrize(
    ("motif", "reprise", "attendu"),
    [
        ("998", "2024-03-21", 0),
        ("100", "2024-03-21", 0),
        ("100", "2024-03-20", 0),
        ("998", "2024-03-22", 1),
        ("998", "2024-03-19", 1),  # with another employer before the end: nothing is taken over
        ("031", "2024-03-21", 1),
    ],
)
def test_a_contract_taken_over_goes_on_with_any_employer(verite, motif, reprise, attendu):
    monde = Monde().inscrite("2024-03-15").contrat("2024-01-02", "2024-03-20", "2024-03-20", motif_fin=motif)
    monde.contrat(reprise, nature="01", siren=AUTRE)
    assert vus(verite, monde) == (attendu, attendu)


@pytest.mark.parametrize(("suite", "attendu"), [("2024-09-15", (1, 1)), ("2024-09-16", (1, 0))])
def test_a_run_is_durable_by_a_contract_that_begins_in_the_window(verite, suite, attendu):
    """Temp work from April to the day before, then open-ended with the same employer."""
    veille = f"{suite[:8]}{int(suite[8:]) - 1:02}"
    monde = Monde().inscrite("2024-03-15").contrat("2024-04-01", veille, veille, nature="03")
    assert vus(verite, monde.contrat(suite, nature="01")) == attendu


def test_a_contract_inside_a_run_begun_before_is_neither(verite):
    """Another run begins in the window, short."""
    monde = Monde().inscrite("2024-03-15").contrat("2024-03-01", "2024-04-10", "2024-04-10")
    monde.contrat("2024-04-11", nature="01").contrat("2024-05-01", "2024-05-02", "2024-05-02", siren=AUTRE)
    assert vus(verite, monde) == (1, 0)


@pytest.mark.parametrize(
    ("retour", "nature", "attendu"),
    [
        (None, "02", (0, 0, 1)),
        ("2024-05-11", "02", (0, 0, 1)),
        ("2024-05-10", "02", (1, 1, 0)),
        ("2024-04-01", "02", (1, 1, 0)),
        ("2024-04-01", "29", (0, 0, 1)),  # no job, as this measure sees them
    ],
)
def test_who_dies_before_any_return_leaves_the_cohort(verite, retour, nature, attendu):
    """She dies on 10 May in a contract of long before."""
    monde = Monde().inscrite("2024-03-15").contrat("2020-01-01", None, "2024-05-10", nature="01", motif_fin="066")
    if retour:
        monde.contrat(retour, nature=nature, siren=AUTRE)
    assert verite(monde, RETOUR, MARS) == attendu


def test_a_return_of_another_kind_keeps_in_the_cohort(verite):
    """A day of temp work, then death: in the denominator of both, in the numerator of one."""
    monde = Monde().inscrite("2024-03-15").contrat("2020-01-01", None, "2024-05-10", nature="01", motif_fin="066")
    monde.contrat("2024-04-01", "2024-04-01", "2024-04-01", nature="03", siren=AUTRE)
    assert vus(verite, monde) == (1, 0)


def test_six_months_must_have_passed_and_no_more(verite):
    """The world ends on 30 June 2026."""
    monde = Monde().inscrite("2025-12-15").inscrite("2026-01-15", numero=2)
    for indicateur in (RETOUR, DURABLE):
        assert verite(monde, indicateur, "2025-12-01") == (0, 1, 0)
        assert verite(monde, indicateur, "2026-01-01") is ABSENT


def test_the_cohort_is_that_of_returns_to_work(verite):
    """Fifteen years old, or the second entry of a month: not in it."""
    monde = Monde().personne(naissance="2008-04-01").inscrite("2024-03-15").inscrite("2024-03-15", numero=2, ndem=1)
    monde.inscrite("2024-03-01", "2024-03-05", numero=3).inscrite("2024-03-25", numero=3).droit(MARS, numero=3)
    assert verite(monde, RETOUR, MARS) == (0, 2, 0)
    assert verite(monde, DURABLE, MARS, dimension="rsa", modalite="soumis") == (0, 1, 0)
    assert verite(monde, RETOUR, MARS, dimension="type_inscription", modalite="premiere") == (0, 1, 0)
