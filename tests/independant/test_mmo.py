"""Runs of contracts as Dares tells them, worked out by hand."""

from datetime import date

import pytest

from tests.independant import mmo

JANVIER, JUIN = date(2025, 1, 6), date(2025, 6, 30)


def _contrat(debut: date, fin: date | None = None, **autres: object) -> dict:
    neutre = {"siren": "1", "nature_contrat": "02", "fin_prevue": None, "fin_motif": "031"}
    return neutre | {"debut": debut, "fin": fin} | autres


@pytest.mark.parametrize(
    ("avant", "apres", "continue_"),
    [
        (_contrat(JANVIER, JUIN), _contrat(date(2025, 7, 1)), True),
        (_contrat(JANVIER, JUIN), _contrat(date(2025, 7, 2)), False),
        (_contrat(JANVIER, JUIN), _contrat(date(2025, 3, 1)), True),
        (_contrat(JANVIER), _contrat(date(2026, 3, 1)), True),
        (_contrat(JANVIER, fin_prevue=JUIN), _contrat(date(2025, 7, 2)), False),
        (_contrat(JANVIER, JUIN), _contrat(date(2025, 7, 1), siren="2"), False),
        (_contrat(JANVIER, JUIN, fin_motif="998"), _contrat(date(2025, 7, 1), siren="2"), True),
        (_contrat(JANVIER, JUIN, fin_motif="100"), _contrat(JUIN, siren="2"), True),
        (_contrat(JANVIER, JUIN, fin_motif="998"), _contrat(date(2025, 6, 29), siren="2"), False),
        (_contrat(JANVIER, JUIN, fin_motif="998"), _contrat(date(2025, 7, 2), siren="2"), False),
    ],
)
def test_a_contract_continues_another_or_begins_a_run(avant, apres, continue_):
    debuts = [avant["debut"], avant["debut"] if continue_ else apres["debut"]]
    assert mmo._debuts_des_courses([avant, apres]) == debuts


def test_a_run_goes_on_through_a_long_contract_and_a_transfer():
    """A short contract inside a long one, which another employer takes over; a third begins on its own."""
    contrats = [
        _contrat(JANVIER, JUIN, fin_motif="998"),
        _contrat(date(2025, 2, 3), date(2025, 2, 7)),
        _contrat(date(2025, 7, 1), siren="2"),
        _contrat(date(2025, 8, 1), siren="3"),
    ]
    assert mmo._debuts_des_courses(contrats) == [JANVIER, JANVIER, JANVIER, date(2025, 8, 1)]


@pytest.mark.parametrize(
    ("contrat", "dure"),
    [
        (_contrat(JANVIER, date(2025, 7, 5)), True),  # 181 days
        (_contrat(JANVIER, date(2025, 7, 4)), False),
        (_contrat(JANVIER, fin_prevue=date(2025, 7, 5)), True),
        (_contrat(JANVIER, date(2025, 7, 4), fin_prevue=date(2025, 12, 31)), False),
        (_contrat(JANVIER), True),
        (_contrat(JANVIER, JANVIER, nature_contrat="82"), True),
        (_contrat(JANVIER, nature_contrat="08"), False),
    ],
)
def test_a_contract_is_made_to_last(contrat, dure):
    assert mmo._dure(contrat) == dure
