"""Which units repeat an earlier one, by their content alone."""

import polars as pl

from pipelines.landing.doublons import Vues

PLACE = {"fichier": pl.UInt32, "unite": pl.UInt32, "ligne": pl.UInt32}


def frame(*rows: tuple, colonnes: tuple[str, ...] = ("nir", "contrat")) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=PLACE | dict.fromkeys(colonnes, pl.String), orient="row")


def test_the_first_of_a_content_is_kept_whatever_the_part_and_the_lines():
    vues = Vues()
    premiere = frame((0, 1, 2, "A", None), (0, 2, 3, "A", None), (0, 3, 4, "B", None), (1, 1, 2, "B", None))
    assert vues.repetees({"individu": premiere}).rows() == [(0, 2)]
    assert vues.repetees({"individu": frame((0, 9, 12, "B", None), (0, 10, 13, "C", None))}).rows() == [(0, 9)]
    assert Vues().repetees({"individu": frame((0, 9, 12, "B", None))}).is_empty()


def test_more_rows_are_another_content():
    deux = frame((0, 1, 2, "A", None), (0, 2, 3, "A", None), (0, 2, 4, "A", None))
    assert Vues().repetees({"individu": deux}).is_empty()


def test_a_rank_in_the_file_only_tells_what_goes_together():
    """Persons 1 and 2 have two contracts each and end the same one; person 3 ends the other."""
    contrats = frame(*((0, unite, 10 * unite, "A", str(2 * unite + rang)) for unite in (1, 2, 3) for rang in (0, 1)))
    fins = frame((0, 1, 12, "A", "2"), (0, 2, 22, "A", "4"), (0, 3, 32, "A", "7"))
    assert Vues(("contrat",)).repetees({"contrat": contrats, "fin": fins}).rows() == [(0, 2)]
    assert Vues().repetees({"contrat": contrats, "fin": fins}).is_empty()


def test_rows_without_unit_and_readings_without_rows_repeat_nothing():
    declarations = frame((0, None, 5, "A", None), (0, None, 6, "A", None))
    assert Vues(("contrat",)).repetees({"declaration": declarations}).is_empty()
    assert Vues(("contrat",)).repetees({}).is_empty()
