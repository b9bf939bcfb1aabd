"""Which territory is whole in which: by hand, and on the carried tables."""

import polars as pl

from pipelines.territories import charger, contenances


def _lieux(**territoires: str) -> pl.DataFrame:
    lignes = [(commune, nom[0], nom) for nom, communes in territoires.items() for commune in communes]
    return pl.DataFrame(lignes, schema=["commune", "territoire_niveau", "territoire_code"], orient="row")


def test_by_hand():
    """D1 is in R1 with D2, and they make it up; C1 straddles; D3 is R2 by another name."""
    lieux = _lieux(R1="abcd", R2="e", D1="ab", D2="cd", D3="e", C1="bc", C2="a")
    assert contenances(lieux).rows() == [
        ("C", "C1", "R", "R1", None),
        ("C", "C2", "D", "D1", None),
        ("C", "C2", "R", "R1", None),
        ("D", "D1", "R", "R1", 2),
        ("D", "D2", "R", "R1", 2),
        ("D", "D3", "R", "R2", 1),
        ("R", "R2", "D", "D3", 1),
    ]


def test_the_departements_make_up_france():
    entieres = contenances(charger().communes_publiees)
    departements = entieres.filter(niveau="departement", dans="national")
    assert (departements.height, departements["combien"].unique().to_list()) == (101, [101])
    assert entieres.filter(niveau="departement", dans="region").height == 101
    assert entieres.filter(niveau="local", dans="departement").height < 361
