"""The NIR: 13 or 15 characters, Corsica, unknown months, and what is refused, with which sentence."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.identity import nir_canonique, nir_defaut, nir_provisoire


def canonique(*nirs: str | None) -> list[str | None]:
    frame = pl.DataFrame({"nir": nirs}, schema={"nir": pl.String})
    return frame.select(nir_canonique(pl.col("nir")))["nir"].to_list()


def defaut(nir: str) -> str:
    return pl.DataFrame({"nir": [nir]}).select(nir_defaut(pl.col("nir"))).item()


def test_the_same_13_characters_with_and_without_key():
    # 2 69 05 49 588 157, key 80: the specimen printed on health cards
    assert canonique("2690549588157", "269054958815780", " 2690549588157 ") == ["2690549588157"] * 3
    assert canonique("2 69 05 49 588 157", "2 69 05 49 588 157 80") == ["2690549588157"] * 2


def test_corsica_counts_as_19_and_18():
    # 1840619123456 leaves 96 in 97: key 01; 1840618123456 leaves 69: key 28
    assert 1840619123456 % 97 == 96
    assert 1840618123456 % 97 == 69
    assert canonique("184062A12345601", "184062B12345628") == ["184062A123456", "184062B123456"]
    assert canonique("184062A12345628") == [None]
    assert canonique("184062a12345601") == ["184062A123456"]


@pytest.mark.parametrize("mois", ["01", "12", "20", "42", "50", "99"])
def test_known_and_unknown_months(mois):
    assert canonique(f"195{mois}99001002") == [f"195{mois}99001002"]


@pytest.mark.parametrize("mois", ["00", "13", "19", "43", "49"])
def test_impossible_months(mois):
    assert canonique(f"195{mois}99001002") == [None]
    assert "mois" in defaut(f"195{mois}99001002")


@pytest.mark.parametrize(
    ("nir", "mot"),
    [
        ("195119900100", "12 caractères"),
        ("5951199001002", "premier caractère"),
        ("1951100001002", "département"),
        ("19511990A1002", "caractère impossible"),
        ("195119900100200", "clé"),
        ("1999999999999", "fictif"),
        ("2999999999999", "fictif"),
    ],
)
def test_each_fault_has_its_sentence_and_no_digit_of_the_number(nir, mot):
    assert canonique(nir) == [None]
    assert mot in defaut(nir)
    assert nir not in defaut(nir)


def test_provisional_numbers_are_a_kind_of_their_own():
    frame = pl.DataFrame({"nir": ["7951199001002", "8951199001002", "1951199001002", "3951199001002"]})
    assert frame.select(nir_provisoire(pl.col("nir")))["nir"].to_list() == [True, True, False, False]


nirs = st.builds(
    lambda sexe, an, mois, dep, suite: f"{sexe}{an:02d}{mois:02d}{dep}{suite:06d}",
    st.sampled_from("123478"),
    st.integers(0, 99),
    st.integers(1, 12),
    st.one_of(st.integers(1, 99).map("{:02d}".format), st.sampled_from(["2A", "2B"])),
    st.integers(0, 999_999),
)


@given(nirs)
def test_a_number_and_its_number_with_key_are_the_same_person(nir):
    n = int(nir.replace("2A", "19").replace("2B", "18")) if nir[5:7] in ("2A", "2B") else int(nir)
    cle = 97 - n % 97
    assert canonique(nir, f"{nir}{cle:02d}") == [nir, nir]
    assert canonique(f"{nir}{cle % 97 + 1:02d}") == [None]


@given(st.lists(st.one_of(st.none(), st.text(max_size=20)), max_size=20))
def test_anything_else_never_breaks_the_door(textes):
    assert len(canonique(*textes)) == len(textes)
