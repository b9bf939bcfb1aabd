"""Hours of a month, worked out by hand."""

from datetime import date

import polars as pl
import pytest

from tests.independant import travail


def _payee(debut: date, fin: date, mesure: float, unite: str = "10") -> pl.DataFrame:
    lien = dict.fromkeys(travail.LIEN, 1)
    return pl.DataFrame({**lien, "debut": [debut], "fin": [fin], "mesure": [mesure], "unite_mesure": [unite]})


@pytest.mark.parametrize(
    ("mesure", "unite", "attendu"),
    [
        (100.0, "10", [5714, 4285]),  # 12 and 9 days of 21: 5714.28… and 4285.71…
        (-100.0, "10", [-5715, -4286]),
        (10.0, "12", [4000, 3000]),  # 70 hours
        (10.0, "20", [4000, 3000]),
        (0.07, "10", [4, 3]),
    ],
)
def test_a_pay_period_is_shared_by_day(mesure, unite, attendu):
    """From 20 January to 9 February: each month has its days, cut to the hundredth below."""
    dites = travail.heures_dites(_payee(date(2025, 1, 20), date(2025, 2, 9), mesure, unite)).sort("mois")
    assert dites["mois"].to_list() == [date(2025, 1, 1), date(2025, 2, 1)]
    assert dites["centiemes"].to_list() == attendu


def test_a_pay_period_that_ends_before_it_starts_gives_nothing():
    assert travail.heures_dites(_payee(date(2025, 2, 2), date(2025, 2, 1), 100.0)).is_empty()


@pytest.mark.parametrize(
    ("quotite", "debut", "fin", "fin_prevue", "attendu"),
    [
        (151.67, date(2025, 1, 1), None, None, 15167),
        (151.67, date(2025, 4, 16), None, None, 7583),  # 15 days of 30: 7583.5
        (151.67, date(2025, 1, 1), date(2025, 4, 10), date(2025, 4, 20), 5055),  # the end declared: 10 days
        (151.67, date(2025, 1, 1), None, date(2025, 4, 20), 10111),  # 20 days
        (151.67, date(2025, 1, 1), date(2025, 3, 31), None, 0),
        (200.0, date(2025, 1, 1), None, None, 20000),
        (200.01, date(2025, 1, 1), None, None, 0),
        (None, date(2025, 1, 1), None, None, 0),
    ],
)
def test_a_contract_without_hours_gives_its_quota(quotite, debut, fin, fin_prevue, attendu):
    """In the declaration of April, by the days it lasts of it."""
    muet = pl.DataFrame(
        [(date(2025, 4, 1), debut, fin, fin_prevue, quotite)],
        schema={
            "mois": pl.Date,
            "debut": pl.Date,
            "fin": pl.Date,
            "fin_prevue": pl.Date,
            "quotite_contrat": pl.Float64,
        },
        orient="row",
    )
    assert travail.heures_du_contrat(muet)["centiemes"].to_list() == [attendu]
