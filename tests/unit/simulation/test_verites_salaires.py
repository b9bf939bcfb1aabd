"""Truths of the quota and the pay of the jobs returned to, worked out by hand."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

AVRIL = "2024-04-01"


def revenue(debut: str = "2024-04-10", prevue: str | None = None, **autres) -> Monde:
    """Registered in January, hired without term unless said."""
    autres = {"nature": "02" if prevue else "01", "quotite": 151.67} | autres
    return Monde().inscrite("2024-01-10").contrat(debut, prevue, **autres)


def paye(monde: Monde, mois: str, euros: int, contrat: int = 1, type_: str = "010") -> Monde:
    """A pay of that month, of the contract of that rank."""
    return monde.travail(0, mois, mois, contrat, type=type_, activite=None, unite=None, montant=100 * euros)


@pytest.mark.parametrize(
    ("quotite", "dix_milliemes"),
    [(151.67, 10_000), (75.84, 5_000), (91.0, 6_000), (3.0, 500), (300.0, 15_000), (218.0, 10_000)],
)
def test_a_quota_is_a_share_of_full_time_within_bounds(verite, quotite, dix_milliemes):
    """3 hours are 0.02, told 0.05; 300 hours are 1.98, told 1.5; 218 days are a full time."""
    monde = revenue(quotite=quotite)
    assert verite(monde, "quotite_moyenne_reprise", AVRIL) == (None, 1, 0)
    assert verite(monde, "quotite_moyenne_reprise", AVRIL, part="somme") == dix_milliemes


@pytest.mark.parametrize("quotite", [None, 0.0])
def test_without_a_quota_a_return_is_left_out_and_told(verite, quotite):
    monde = paye(revenue(quotite=quotite), "2024-05-01", 2_000)
    assert verite(monde, "quotite_moyenne_reprise", AVRIL) == (None, 0, 1)
    assert verite(monde, "salaire_median_reprise", AVRIL) == (None, 0, 1)


@pytest.mark.parametrize(
    ("autre", "dix_milliemes"),
    [
        ({"nature": "01"}, 3_000),
        ({"nature": "02", "fin_prevue": "2024-10-09"}, 3_000),
        ({"nature": "02", "fin_prevue": "2024-10-08"}, 6_000),
    ],
)
def test_the_best_contract_of_the_first_day_speaks(verite, autre, dix_milliemes):
    """One of two months at 0.6 with the smallest SIRET; another, or of six months to the day, at 0.3."""
    monde = revenue(prevue="2024-06-09", quotite=91.0)
    monde.contrat("2024-04-10", autre.pop("fin_prevue", None), siren="000000026", quotite=45.5, **autre)
    assert verite(monde, "quotite_moyenne_reprise", AVRIL, part="somme") == dix_milliemes


@pytest.mark.parametrize(("seconde", "dix_milliemes"), [(75.84, 6_000), (151.67, 10_000), (None, 6_000)])
def test_of_two_contracts_with_one_establishment_that_of_most_hours_speaks(verite, seconde, dix_milliemes):
    monde = revenue(prevue="2024-06-09", quotite=91.0).contrat("2024-04-10", "2024-06-09", quotite=seconde)
    assert verite(monde, "quotite_moyenne_reprise", AVRIL, part="somme") == dix_milliemes


def test_a_contract_that_begins_later_does_not_speak(verite):
    monde = revenue(prevue="2024-06-09", quotite=91.0).contrat("2024-04-11", nature="01", quotite=151.67)
    assert verite(monde, "quotite_moyenne_reprise", AVRIL, part="somme") == 6_000


@pytest.mark.parametrize(
    ("debut", "mois", "pas"),
    [("2024-04-01", "2024-04-01", 20), ("2024-04-02", "2024-05-01", 20), ("2024-04-02", "2024-04-01", None)],
)
def test_the_pay_is_that_of_the_first_whole_month(verite, debut, mois, pas):
    """1,766.92 euros are the minimum wage of 2024 until October."""
    monde = revenue(debut)
    monde.travail(0, mois, mois, type="010", activite=None, unite=None, montant=176_692)
    assert verite(monde, "salaire_median_reprise", AVRIL, part="mediane") == pas
    assert verite(monde, "salaire_median_reprise", AVRIL) == ((None, 1, 0) if pas else (None, 0, 1))


@pytest.mark.parametrize(
    ("fin", "prevue", "connue"),
    [
        ("2024-05-31", None, True),
        ("2024-05-30", None, False),
        (None, "2024-05-31", True),
        (None, "2024-05-30", False),
        ("2024-05-31", "2024-05-20", True),
    ],
)
def test_a_month_is_whole_when_the_contract_reaches_its_last_day(verite, fin, prevue, connue):
    monde = Monde().inscrite("2024-01-10").contrat("2024-04-02", prevue, fin, quotite=151.67)
    paye(monde, "2024-05-01", 2_000)
    assert verite(monde, "salaire_median_reprise", AVRIL) == ((None, 1, 0) if connue else (None, 0, 1))


def test_the_base_pay_is_read_before_the_gross_one_and_several_add_up(verite):
    """Base 1,000 + 767 = one minimum wage; gross of three times that; of another contract, another month, nothing."""
    monde = paye(paye(revenue(), "2024-05-01", 1_000), "2024-05-01", 767)
    paye(monde, "2024-05-01", 5_000, type_="001")
    paye(monde, "2024-06-01", 50)
    assert verite(monde, "salaire_median_reprise", AVRIL, part="mediane") == 20
    brute = paye(paye(revenue(), "2024-05-01", 5_301, type_="001"), "2024-05-01", 9_000, type_="002")
    assert verite(brute, "salaire_median_reprise", AVRIL, part="mediane") == 60


@pytest.mark.parametrize(
    ("euros", "pas"),
    [(1_811, 20), (1_812, 21)],
)
def test_steps_are_twentieths_of_the_minimum_wage(verite, euros, pas):
    """20.5 steps are 1,811.09 euros."""
    assert verite(paye(revenue(), "2024-05-01", euros), "salaire_median_reprise", AVRIL, part="mediane") == pas


def test_part_time_is_paid_as_full_time_would_be(verite):
    """60 % of full time: 1,061 euros are 1,768; the minimum wage of November 2024 is 1,801.80."""
    monde = paye(revenue(quotite=91.0), "2024-05-01", 1_061)
    assert verite(monde, "salaire_median_reprise", AVRIL, part="mediane") == 20
    tard = paye(revenue("2024-11-01"), "2024-11-01", 1_800)
    assert verite(tard, "salaire_median_reprise", "2024-11-01", part="mediane") == 20
    assert verite(tard, "salaire_median_reprise", "2024-11-01") == (None, 1, 0)


def test_half_of_the_returns_make_the_median(verite):
    """Two at the minimum wage, two at twice it, one without pay."""
    monde = Monde()
    for numero, euros in enumerate((1_767, 1_767, 3_534, 3_534, 0), start=1):
        monde.inscrite("2024-01-10", numero=numero)
        monde.contrat("2024-04-01", nature="01", quotite=151.67, personne=numero)
        paye(monde, AVRIL, euros, numero)
    assert verite(monde, "salaire_median_reprise", AVRIL, part="mediane") == 20
    assert verite(monde, "salaire_median_reprise", AVRIL) == (None, 4, 1)
    assert verite(monde, "salaire_median_reprise", "2026-05-01") is ABSENT
