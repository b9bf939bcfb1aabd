"""Truths of the stock's shares, of what lasts a year and of how long persons have been there, worked out by hand."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

MARS, FIN_MARS = "2024-03-01", "2024-03-31"


def part(verite, monde: Monde, indicateur: str, modalite: str, mois: str = MARS, **ou):
    return verite(monde, indicateur, mois, dimension=indicateur.removeprefix("repartition_"), modalite=modalite, **ou)


@pytest.mark.parametrize(
    ("periodes", "modalite"),
    [
        ([], "sans"),
        ([(FIN_MARS, None)], "guide"),  # begins that day
        ([("2024-04-01", None)], "sans"),
        ([("2024-02-01", FIN_MARS)], "sans"),  # ends that day
        ([("2024-02-01", "2024-04-01")], "guide"),
        ([("2024-02-01", None, "SOCIAL"), ("2024-02-10", None, "AUTONOME")], "autonome"),  # the latest
        ([("2024-02-01", None, "AUTONOME"), ("2024-02-01", None, "SOCIAL")], "social"),  # then the greatest code
        ([("2024-02-01", None, "SOCIAL"), ("2024-02-10", "2024-03-20", "AUTONOME")], "social"),
    ],
)
def test_the_modality_is_that_of_the_spell_in_force_on_the_last_day(verite, periodes, modalite):
    monde = Monde().inscrite("2024-01-10")
    for debut, fin, *code in periodes:
        monde.modalite(debut, fin, modalite=code[0] if code else "GUIDE")
    for autre in ("sans", "autonome", "guide", "renforce", "intensif", "social", "global", "handicap"):
        assert part(verite, monde, "repartition_modalite", autre) == (int(autre == modalite), 1, 0)


def test_each_share_is_of_the_whole_stock_of_the_place(verite):
    """In 01: one guided, two without; in 71: one intensive. A person gone on the last day is no stock."""
    monde = Monde().inscrite("2024-01-10").modalite("2024-02-01", operateur="ML").inscrite("2024-01-10", numero=2)
    monde.inscrite("2024-02-10", numero=3).inscrite("2024-01-10", FIN_MARS, numero=4).modalite("2024-02-01", numero=4)
    monde.inscrite("2024-01-10", numero=5, commune="71002", departement="71", code="9")
    monde.modalite("2024-02-01", numero=5, modalite="INTENSIF", operateur="CD")
    ici = {"territoire_niveau": "departement", "territoire_code": "01"}
    assert [part(verite, monde, "repartition_modalite", m) for m in ("sans", "guide", "intensif", "social")] == [
        *((2, 4, 0), (1, 4, 0)),
        *((1, 4, 0), (0, 4, 0)),
    ]
    assert [part(verite, monde, "repartition_modalite", m, **ici) for m in ("sans", "guide", "intensif")] == [
        *((2, 3, 0), (1, 3, 0), (0, 3, 0)),
    ]
    assert [part(verite, monde, "repartition_operateur", o) for o in ("sans", "ML", "CD", "FT")] == [
        *((2, 4, 0), (1, 4, 0)),
        *((1, 4, 0), (0, 4, 0)),
    ]
    assert verite(monde, "repartition_modalite", MARS) is ABSENT, "the whole is not a share"


def test_over_twelve_months_the_shares_are_those_of_the_last(verite):
    monde = Monde().inscrite("2024-01-10").modalite("2024-12-15").inscrite("2024-01-10", "2024-11-30", numero=2)
    an = {"periode_type": "glissant_12m"}
    assert part(verite, monde, "repartition_modalite", "guide", "2024-01-01", **an) == (1, 1, 0)


@pytest.mark.parametrize(
    ("decisions", "parcours"),
    [
        ([], "sans"),
        ([(FIN_MARS, None, "PED")], "professionnel"),
        ([("2023-05-01", None, "PSP")], "socio_professionnel"),  # of an earlier journey
        ([("2024-02-01", FIN_MARS, "PSO")], "sans"),  # left that day
        ([("2024-02-01", "2024-04-01", "PSO")], "social"),
        ([("2024-02-01", None, "PSO"), ("2024-03-01", None, "PED")], "professionnel"),
        ([("2024-02-01", None, "PED"), ("2024-02-01", None, "PSP")], "socio_professionnel"),
        ([("2024-02-01", None, "PED"), ("2024-03-01", None, "IND")], "sans"),
    ],
)
def test_the_parcours_is_that_of_the_orientation_in_force(verite, decisions, parcours):
    monde = Monde().inscrite("2024-01-10")
    for decision, sortie, code in decisions:
        monde.orientation(decision, sortie=sortie, parcours=code)
    for autre in ("sans", "professionnel", "socio_professionnel", "social"):
        assert part(verite, monde, "repartition_parcours", autre) == (int(autre == parcours), 1, 0)


def test_intensive_support_is_a_share_of_whom_is_supported(verite):
    monde = Monde().inscrite("2024-01-10", numero=9)
    for numero, code in enumerate(("RENFORCE", "INTENSIF", "GLOBAL", "GUIDE", "SOCIAL"), start=1):
        monde.inscrite("2024-01-10", numero=numero).modalite("2024-02-01", numero=numero, modalite=code)
    assert verite(monde, "part_parcours_intensif", MARS) == (3, 5, 0)


def test_a_silent_departement_is_in_no_share(verite):
    """36 sends no support file from January 2026 on, 58 no orientation."""
    monde = Monde()
    for numero, ou in ((1, "36"), (2, "58"), (3, "01")):
        monde.inscrite("2025-11-10", numero=numero, departement=ou, commune=None)
        monde.modalite("2025-11-20", "2026-01-20", numero, departement=ou)
    vus = [part(verite, monde, "repartition_modalite", "guide", m) for m in ("2025-12-01", "2026-01-01")]
    assert vus == [(3, 3, 0), (0, 2, 0)]
    assert part(verite, monde, "repartition_parcours", "sans", "2026-01-01") == (2, 2, 0)


@pytest.mark.parametrize(
    ("periodes", "attendu"),
    [
        ([("2024-03-31", None, "GUIDE")], (1, 1, 0)),
        ([("2024-04-01", None, "GUIDE")], ABSENT),  # no modality twelve months before
        ([("2024-02-01", FIN_MARS, "GUIDE"), ("2024-04-02", None, "GUIDE")], ABSENT),
        ([("2024-02-01", "2024-09-30", "GUIDE"), ("2024-10-01", None, "SOCIAL")], (0, 1, 0)),
        ([("2024-02-01", "2024-09-30", "GUIDE"), ("2024-12-01", None, "GUIDE")], (1, 1, 0)),  # another spell, the same
        ([("2024-02-01", "2025-03-31", "GUIDE")], (0, 1, 0)),  # none on the last day
    ],
)
def test_the_same_modality_twelve_months_later(verite, periodes, attendu):
    """Registered in January 2024, read at the end of March 2025."""
    monde = Monde().inscrite("2024-01-10", "2024-06-10").inscrite("2025-02-10", commune="71002", departement="71")
    for debut, fin, code in periodes:
        monde.modalite(debut, fin, modalite=code, operateur="FT" if debut < "2024-10" else "ML")
    assert verite(monde, "maintien_modalite_12m", "2025-03-01") == attendu
    la = {"territoire_niveau": "departement", "territoire_code": "71"}
    assert verite(monde, "maintien_modalite_12m", "2025-03-01", **la) == attendu


def test_the_first_twelve_months_have_nobody_and_who_has_left_is_not_counted(verite):
    monde = Monde().inscrite("2022-01-10", "2025-03-31").modalite("2022-02-01")
    assert verite(monde, "maintien_modalite_12m", "2024-12-01") is ABSENT
    assert verite(monde, "maintien_modalite_12m", "2025-01-01") == (1, 1, 0)
    assert verite(monde, "maintien_modalite_12m", "2025-03-01") is ABSENT


def test_the_median_seniority_is_that_of_the_journeys_on_the_grid(verite):
    """At the end of March: 0 days, 21 days over a gap of 15, 80 days (79 on the grid: 30 to the day, then by five)."""
    monde = Monde().inscrite(FIN_MARS).inscrite("2024-03-10", "2024-03-12", 2).inscrite("2024-03-27", numero=2)
    assert verite(monde, "anciennete_mediane", MARS, part="mediane") == 0
    monde.inscrite("2024-01-11", numero=3)
    assert verite(monde, "anciennete_mediane", MARS, part="mediane") == 21
    monde.inscrite("2024-01-01", numero=4).inscrite("2024-01-13", numero=5)
    assert verite(monde, "anciennete_mediane", MARS, part="mediane") == 80


def test_seniority_is_known_at_once_and_not_beyond_ten_years(verite):
    """3,650 days on 30 June 2026 is 2 July 2016; the day before is longer."""
    assert verite(Monde().inscrite("2016-07-02"), "anciennete_mediane", "2026-06-01", part="mediane") == 3_650
    assert verite(Monde().inscrite("2016-07-01"), "anciennete_mediane", "2026-06-01", part="mediane") is None
    assert verite(Monde().inscrite("2016-07-01"), "anciennete_mediane", "2026-06-01") == (None, 1, 0)
