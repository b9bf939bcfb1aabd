"""Averaging: the counts that agree best with all published ones (least squares), rounded to whole numbers."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse.linalg import lsqr

from pipelines.audit.fichiers import CLE
from pipelines.audit.systeme import Systeme

_POIDS_DES_RELATIONS = 10.0
"""Of what always holds, against 1 for a published count."""
_AMORTI, _ITERATIONS = 1e-3, 2_000


def petits_effectifs(systeme: Systeme, base: int) -> pl.DataFrame:
    """CLE, grandeur, `estime` of every count published as `base` at most: the least-squares estimate, to the nearest
    whole number that the published count itself allows."""
    nombre = systeme.chiffres.height
    publies = np.flatnonzero(np.isfinite(systeme.haut[:nombre]))
    egalites = np.flatnonzero((systeme.bas == systeme.haut) & (np.arange(systeme.bas.size) >= nombre))
    matrice = sparse.vstack([systeme.matrice[publies], _POIDS_DES_RELATIONS * systeme.matrice[egalites]], format="csr")
    observes = systeme.chiffres["publie"].to_numpy()[publies].astype(float)
    second = np.concatenate([observes, _POIDS_DES_RELATIONS * systeme.bas[egalites]])
    inconnues = lsqr(matrice, second, damp=_AMORTI, iter_lim=_ITERATIONS)[0]
    petits = publies[observes <= base]
    estimes = np.clip(np.rint(systeme.matrice[petits] @ inconnues), systeme.bas[petits], systeme.haut[petits])
    return systeme.chiffres[petits].select(*CLE, "grandeur", estime=pl.Series(estimes, dtype=pl.Int64))


@dataclass(frozen=True)
class Bilan:
    """How many counts of 1 to base − 1 were tried, how many were found exactly, and how many by whoever always says the
    most frequent small count."""

    essais: int
    trouves: int
    devines: int

    @property
    def avantage(self) -> float:
        """Share found, less share guessed."""
        return (self.trouves - self.devines) / self.essais


def comparer(jugees: pl.DataFrame, base: int) -> dict[str, Bilan]:
    """`estime` against `exact`, where it is of 1 to base − 1 units; each `grandeur` apart, as each has its own most
    frequent small count."""
    petits = jugees.filter(pl.col("exact").is_between(1, base - 1))
    bilans = petits.group_by("grandeur").agg(
        pl.len(), (pl.col("estime") == pl.col("exact")).sum().alias("trouves"), pl.col("exact").unique_counts().max()
    )
    return {grandeur: Bilan(*comptes) for grandeur, *comptes in bilans.sort("grandeur").iter_rows()}
