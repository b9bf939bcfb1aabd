"""A median on its grid hardly says who is in the cell: take one person off, and most often it does not move."""

import json

import numpy as np
import polars as pl

AU_PLUS = 0.05
_PARMI = 5_000


def test_taking_one_person_off_moves_a_published_median_once_in_twenty_at_most(france):
    """Of cells with a median to publish, one person drawn at random is taken off; what would be published before and
    after is worked out here, from the events of each day and the grids that the release tells."""
    secret = json.loads((france.roots.public / "latest" / "publication.json").read_text())["secret"]
    cellules = (
        pl.scan_parquet(france.roots.cellules)
        .filter(pl.col("statut") != "absent", pl.col("denominateur") >= secret["seuil_denominateur"])
        .filter(pl.col("mediane").is_not_null())
        .select("indicateur", "denominateur", "jours", "cumuls")
        .collect()
    )
    assert cellules.height > _PARMI
    hasard = np.random.default_rng(3)
    bouges = [
        _publiee(cellule, 0, secret) != _publiee(cellule, hasard.integers(1, cellule["denominateur"] + 1), secret)
        for cellule in cellules.sample(_PARMI, seed=3).iter_rows(named=True)
    ]
    # the share of 5,000 draws is known to 0.006, 95 times in 100
    assert np.mean(bouges) <= AU_PLUS + 0.006


def _publiee(cellule: dict, retiree: int, secret: dict) -> float | None:
    """The median told of a cell, once who comes at rank `retiree` (from 1; 0: nobody) is taken off."""
    entres = cellule["denominateur"] - (retiree > 0)
    for jour, cumul in zip(cellule["jours"], cellule["cumuls"], strict=True):
        if 2 * (cumul - (0 < retiree <= cumul)) >= entres:
            return _sur_la_grille(jour, cellule, secret)
    return None


def _sur_la_grille(jour: int, cellule: dict, secret: dict) -> float:
    _, court, long, de_smic = max(g for g in secret["grilles_des_medianes"] if g[0] <= cellule["denominateur"])
    if cellule["indicateur"] == "salaire_median_reprise":
        pas = de_smic
    else:
        pas = court if jour <= secret["delai_court"] else long
    return (jour + pas // 2) // pas * pas
