"""Numbers, dates, names and spaces, as a French reader expects them."""

from datetime import date

import pytest

from dashboards import formats
from dashboards.rendu.typographie import insecables
from dashboards.vues.periodes import Periode, dans_la_phrase, separees
from tests.unit.dashboards.cas import RUPTURE, douze_mois_jusqu_en, mois

JANVIER = (RUPTURE,)


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        (formats.nombre(1240.5, 1), "1\u202f240,5"),
        (formats.nombre(-3), "\u22123"),
        (formats.nombre(0.04, 1, signe=True), "0,0"),
        (formats.nombre(12, signe=True), "+12"),
        (formats.pourcentage(0.4256), "42,6\u00a0%"),
        (formats.effectif(0), "moins de 5"),
        (formats.jours(1), "1\u00a0jour"),
        (formats.jours(23), "23\u00a0jours"),
        (formats.points(0.019, signe=False), "1,9\u00a0point"),
        (formats.points(-0.021), "\u22122,1\u00a0points"),
        (formats.date_longue(date(2026, 10, 1)), "1er octobre 2026"),
        (formats.octets(24_530_000), "24,5\u00a0Mo"),
        (formats.de("le Nord"), "du Nord"),
        (formats.de("l'Ain"), "de l’Ain"),
        (formats.de("avril 2026"), "d’avril 2026"),
    ],
)
def test_words_are_french(ecrit, attendu):
    assert ecrit == attendu


def test_a_rolling_year_ends_eleven_months_after_it_begins():
    periode = Periode(date(2025, 7, 1), "glissant_12m")
    assert periode.mois_final == date(2026, 6, 1)
    assert periode.long == "juillet 2025 à juin 2026"
    assert periode.un_an_avant().long == "juillet 2024 à juin 2025"


def test_a_stock_over_twelve_months_is_that_of_its_last_month():
    periode = Periode(date(2025, 7, 1), "glissant_12m", dernier_mois=True)
    assert periode.long == "juin 2026"
    assert periode.premier_mois == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("phrase", "periode", "attendu"),
    [
        ("inscrites en {periode},", mois(2026, 3), "inscrites en mars 2026,"),
        ("inscrites en {periode},", douze_mois_jusqu_en(2026, 6), "inscrites entre juillet 2025 et juin 2026,"),
        ("à la fin de {periode}.", mois(2026, 4, stock=True), "à la fin d’avril 2026."),
        ("à la fin de {periode}.", douze_mois_jusqu_en(2026, 6, stock=True), "à la fin de juin 2026."),
    ],
)
def test_a_period_enters_a_sentence(phrase, periode, attendu):
    assert dans_la_phrase(phrase, periode) == attendu


@pytest.mark.parametrize(
    ("une", "autre", "rompu"),
    [
        (mois(2024, 12), mois(2025, 1), True),
        (mois(2025, 1), mois(2025, 2), False),
        (mois(2025, 3), mois(2026, 3), False),
        (douze_mois_jusqu_en(2026, 6), douze_mois_jusqu_en(2025, 6), True),
        (douze_mois_jusqu_en(2025, 12), douze_mois_jusqu_en(2026, 12), False),
        (douze_mois_jusqu_en(2025, 3), douze_mois_jusqu_en(2025, 4), True),
        (douze_mois_jusqu_en(2026, 6, stock=True), douze_mois_jusqu_en(2025, 6, stock=True), False),
    ],
)
def test_nothing_is_compared_across_a_break(une, autre, rompu):
    """A rolling year that holds months of both sides compares with nothing but itself."""
    assert (separees(une, autre, JANVIER) is not None) == rompu


def test_french_lines_never_break_before_a_double_sign():
    assert (
        insecables("<p>« latest » : 5 % ; oui ?</p>") == "<p>«\u00a0latest\u00a0»\u00a0: 5\u00a0%\u202f; oui\u202f?</p>"
    )


def test_code_and_tags_keep_their_spaces():
    html = '<pre><code>a = b ; c : d</code></pre><a href="x ? y">z</a>'
    assert insecables(html) == html
