"""What is seen of an identity out of its place, and what is not taken for one."""

import polars as pl
import pytest

from pipelines.identity import masquer, montre_une_identite

# 1 85 07 99 001 001: 97 - 1850799001001 mod 97 = 58
VUES = [
    *("1850799001001", "185079900100158", "1 85 07 99 001 001", "1 85 07 99 001 001 58", "1.85.07.99.001.001"),
    *("voir NIR1850799001001.", "285072A001001", "n°1850799001001", "jeanne.exemple@exemple.invalid"),
]
TELEPHONES = ["0612345678", "06 12 34 56 78", "06.12.34.56.78", "tel : +33 6 12 34 56 78", "+33612345678"]
ANODINES = [
    *("00000001800010", "20250630120000", "2025-06-30", "01-02-2025 10:00", "3f0c9a51d2b47e86", "0123456789abcdef"),
    *(
        "9000001A001",
        "1850799",
        "18507990010011",
        "1851599001001",
        "14000000000009000001",
        "K2204",
        "maison@",
        "SE_900001",
    ),
]


@pytest.mark.parametrize("texte", VUES + TELEPHONES)
def test_an_identity_is_seen_by_its_form(texte):
    assert pl.select(montre_une_identite(pl.lit(texte))).item()


@pytest.mark.parametrize("texte", ANODINES)
def test_a_code_a_date_a_hash_is_no_identity(texte):
    assert not pl.select(montre_une_identite(pl.lit(texte))).item()
    assert masquer(texte) == texte


@pytest.mark.parametrize("texte", VUES)
def test_a_name_is_shown_without_the_identity_it_holds(texte):
    assert "***" in masquer(texte)
    assert not pl.select(montre_une_identite(pl.lit(masquer(texte)))).item()


def test_what_stands_around_an_identity_is_kept():
    assert masquer("inscriptions_01_2025-03_1850799001001.csv") == "inscriptions_01_2025-03_***.csv"
    assert masquer("1850799001001/2850799001001/x.csv") == "***/***/x.csv"
