"""The cells of communes, worked out by hand: which commune of today a person counts in, over which twelve months."""

from datetime import date

import polars as pl

from tests.independant.cellules import PARTS, cellules, parts
from tests.independant.dimensions import DIMENSIONS
from tests.independant.territoires import Territoires

ANNECY, SEYNOD, PARIS, DOUZIEME, LYON, TROISIEME = "74010", "74268", "75056", "75112", "69123", "69383"
SAINT_PIERRE = "97502"
AXES = ["indicateur", "periode_type", "territoire_niveau", "dimension"]


def _dites(faits: list[tuple[date, str | None, str]], niveau: str) -> list[tuple]:
    """periode_debut, territoire_code, denominateur of the cells of a level. `faits`: day, commune and sender of entries
    that say nothing else."""
    lieux = Territoires()
    rien = dict.fromkeys(DIMENSIONS["entrees"], pl.lit(None, pl.String)) | dict.fromkeys(PARTS, pl.lit(0, pl.Int64))
    dits = {"ensemble": pl.lit("ensemble"), "denominateur": pl.lit(1, pl.Int64), "jour": pl.lit(None, pl.Int64)}
    entrees = pl.DataFrame(faits, schema=["reference", "commune", "emetteur"], orient="row").with_columns(
        indicateur=pl.lit("entrees"), **(rien | dits)
    )
    axes = pl.DataFrame([("entrees", "glissant_12m", niveau, "ensemble")], schema=AXES, orient="row")
    dites = parts(cellules(lieux.placer(entrees), "entrees", lieux, axes))
    return dites.select("periode_debut", "territoire_code", "denominateur").sort(pl.all()).rows()


def test_old_communes_and_arrondissements_count_in_the_commune_of_today():
    """Seynod is of Annecy since 2017; the districts of Paris and of Lyon are no communes; 975 is no département."""
    decembre = date(2025, 12, 5)
    vus = _dites(
        [
            (decembre, ANNECY, "74"),
            (decembre, SEYNOD, "74"),
            (decembre, PARIS, "75"),
            (decembre, DOUZIEME, "75"),
            (decembre, TROISIEME, "69"),
            (decembre, SAINT_PIERRE, "975"),
        ],
        "commune",
    )
    assert {(code, compte) for _, code, compte in vus} == {(ANNECY, 2), (PARIS, 2), (LYON, 1)}


def test_who_is_in_no_known_commune_counts_in_none():
    inconnues = [(date(2025, 12, 5), commune, "74") for commune in (None, "74999")]
    assert _dites(inconnues, "commune") == []
    assert {(code, compte) for _, code, compte in _dites(inconnues, "departement")} == {("74", 2)}


def test_the_twelve_months_of_a_commune_end_with_a_quarter():
    """One entry of May 2025: of the twelve that hold it, four begin with a quarter; a département is told of all."""
    entree = [(date(2025, 5, 20), ANNECY, "74")]
    trimestres = [date(2024, 7, 1), date(2024, 10, 1), date(2025, 1, 1), date(2025, 4, 1)]
    assert _dites(entree, "commune") == [(debut, ANNECY, 1) for debut in trimestres]
    assert len(_dites(entree, "departement")) == 12
