"""Which received values a sentence quotes."""

from dataclasses import replace

import polars as pl
import pytest

from pipelines.contracts import charger
from pipelines.contracts.citation import citation

STATUT = charger("webrsa").entites["orientation"].par_nom["statut_orient"]
"""An ordinary column with a list of codes: Orienté, En attente, Non orienté, Refusé."""


def dite(valeur: str | None, des_personnes: bool = True, classe: str = "ordinaire") -> str:
    colonne = replace(STATUT, classe=classe)
    frame = pl.DataFrame({STATUT.recu: [valeur]}, schema={STATUT.recu: pl.String})
    return frame.select(citation(colonne, des_personnes)).item()


@pytest.mark.parametrize(
    "valeur", ["31/02/2025", "2025-13-01", "20251301", "2025-06-30T25:00:00", "un", "501", "3.5", "K2204", "Oriente"]
)
def test_what_cannot_be_an_identity_is_quoted(valeur):
    assert dite(valeur) == f" = « {valeur} »"


@pytest.mark.parametrize(
    "valeur",
    [
        *("MARTIN", "Jeanne", "1850799001001", "185079900100158", "0601A234567", "9000001A", "900000000000001"),
        *("06 12 34 56 78", "06.12.34.56.78", "0612345678", "a@b.fr", "12 rue de l'Essai", "Orie@b.fr", "Orie\x1b[J"),
    ],
)
def test_what_could_be_someone_s_in_the_wrong_column_is_not(valeur):
    assert dite(valeur) == ""


def test_where_nobody_is_told_of_any_ordinary_value_is_quoted_up_to_forty_characters():
    assert dite("x" * 500, des_personnes=False) == f" = « {'x' * 40} »"


@pytest.mark.parametrize(
    "valeur", ["1850799001001", "tel 06 12 34 56 78", "a.b@exemple.invalid", "jeanne@exem", "a\x1b[2J"]
)
def test_where_nobody_is_told_of_an_identity_out_of_its_place_is_not_quoted(valeur):
    assert dite(valeur, des_personnes=False) == ""


def test_other_classes_are_never_quoted_and_what_is_missing_is_said():
    assert dite("501", classe="sensible") == ""
    assert dite(None, classe="identite") == " (absente)"
    assert dite(None) == " (absente)"
