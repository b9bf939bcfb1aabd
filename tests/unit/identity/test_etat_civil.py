"""The second key: the same person written in two ways has one, and a part that is missing leaves none."""

import re
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.identity import etat_civil_canonique, ntt_canonique, sexe_du_nir

LE_JOUR = date(1995, 11, 30)


def cle(nom: str | None, prenom: str | None, naissance: date | None = LE_JOUR, sexe: str | None = "1") -> str | None:
    frame = pl.DataFrame(
        {"n": [nom], "p": [prenom], "d": [naissance], "s": [sexe]},
        schema={"n": pl.String, "p": pl.String, "d": pl.Date, "s": pl.String},
    )
    return frame.select(etat_civil_canonique(*map(pl.col, "npds"))).item()


@pytest.mark.parametrize(
    ("nom", "prenom", "attendue"),
    [
        ("FICTIF", "BRUNO", "FICTIF|BRUNO|19951130|1"),
        ("  fictif ", "Bruno", "FICTIF|BRUNO|19951130|1"),
        ("LE GOFF", "Éric", "LEGOFF|ERIC|19951130|1"),
        ("d'Œuvre-Lefèvre", "Zoë", "DOEUVRELEFEVRE|ZOE|19951130|1"),
        ("D’OEUVRE LEFEVRE", "ZOE", "DOEUVRELEFEVRE|ZOE|19951130|1"),
        # combining accents, as some systems write them
        ("Lefe\u0300vre", "Ande\u0301ol", "LEFEVRE|ANDEOL|19951130|1"),
        # the first of several first names; a compound one holds by its hyphen
        ("FICTIF", "Jean-Marc, Paul", "FICTIF|JEANMARC|19951130|1"),
        ("FICTIF", "JEAN-MARC PAUL", "FICTIF|JEANMARC|19951130|1"),
        ("FICTIF", "Jean - Marc", "FICTIF|JEANMARC|19951130|1"),
        ("FICTIF", "Jean Marc", "FICTIF|JEAN|19951130|1"),
        ("FICTIF", ", Bruno", "FICTIF|BRUNO|19951130|1"),
        ("Ærøskøbing", "Łukasz", "AEROSKOBING|LUKASZ|19951130|1"),
    ],
)
def test_names_are_written_one_way(nom, prenom, attendue):
    assert cle(nom, prenom) == attendue


@pytest.mark.parametrize(
    ("sexe", "attendu"),
    [("1", "1"), ("01", "1"), ("H", "1"), ("m", "1"), ("2", "2"), ("02", "2"), ("F", "2"), ("Mme", "2")],
)
def test_sexes_are_written_one_way(sexe, attendu):
    assert cle("FICTIF", "BRUNO", sexe=sexe) == f"FICTIF|BRUNO|19951130|{attendu}"


@pytest.mark.parametrize(
    "parties",
    [
        (None, "BRUNO", LE_JOUR, "1"),
        ("FICTIF", None, LE_JOUR, "1"),
        ("FICTIF", "BRUNO", None, "1"),
        ("FICTIF", "BRUNO", LE_JOUR, None),
        ("FICTIF", "BRUNO", LE_JOUR, "9"),
        ("---", "BRUNO", LE_JOUR, "1"),
        ("FICTIF", "?", LE_JOUR, "1"),
    ],
)
def test_a_part_that_is_missing_leaves_no_key(parties):
    assert cle(*parties) is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_written_a_key_holds_letters_alone(nom, prenom):
    resultat = cle(nom, prenom)
    assert resultat is None or re.fullmatch(r"[A-Z]+\|[A-Z]+\|19951130\|1", resultat)


def test_the_sex_a_number_tells():
    nirs = pl.DataFrame({"nir": ["1951199001002", "4880499001001", "7951199001002", "8951199001002", None]})
    assert nirs.select(sexe_du_nir(pl.col("nir"))).to_series().to_list() == ["1", "2", "1", "2", None]


@pytest.mark.parametrize(
    ("ntt", "attendu"),
    [
        ("2000000026000005", "2000000026000005"),
        (" 1123456789ab ", "1123456789AB"),
        ("3000000026000005", None),
        ("20000000", None),
        ("2000000026 00005", None),
        ("2" + "0" * 40, None),
    ],
)
def test_an_ntt_starts_with_1_or_2_and_holds_11_to_40_characters(ntt, attendu):
    assert pl.DataFrame({"ntt": [ntt]}).select(ntt_canonique(pl.col("ntt"))).item() == attendu
