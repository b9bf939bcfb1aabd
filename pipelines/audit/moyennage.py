"""Averaging: the counts that agree best with all published ones (least squares), rounded to whole numbers."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import lsqr

from pipelines.audit.systeme import Systeme

_POIDS_DES_RELATIONS = 10.0
"""Of what always holds, against 1 for a published count."""
_AMORTI, _ITERATIONS = 1e-3, 2_000


def estimer(systeme: Systeme, lignes: np.ndarray) -> np.ndarray:
    """The least-squares estimate of each row, to the nearest whole number that its own published count allows."""
    nombre = systeme.chiffres.height
    publies = np.flatnonzero(np.isfinite(systeme.haut[:nombre]))
    egalites = np.flatnonzero((systeme.bas == systeme.haut) & (np.arange(systeme.bas.size) >= nombre))
    matrice = sparse.vstack([systeme.matrice[publies], _POIDS_DES_RELATIONS * systeme.matrice[egalites]], format="csr")
    observes = systeme.chiffres["publie"].to_numpy()[publies].astype(float)
    second = np.concatenate([observes, _POIDS_DES_RELATIONS * systeme.bas[egalites]])
    inconnues = lsqr(matrice, second, damp=_AMORTI, iter_lim=_ITERATIONS)[0]
    return np.clip(np.rint(systeme.matrice[lignes] @ inconnues), systeme.bas[lignes], systeme.haut[lignes])


@dataclass(frozen=True)
class Bilan:
    """How many counts of 1 to base − 1 were tried, how many were found exactly, and by whom."""

    essais: int
    trouves: int
    devines: int

    @property
    def ecart(self) -> float:
        """Share found, less that of a guesser who always says the most frequent small count."""
        return (self.trouves - self.devines) / self.essais if self.essais else 0.0


def comparer(estimes: np.ndarray, exacts: np.ndarray, base: int) -> Bilan:
    """`estimes` against the truth, where it is of 1 to base − 1 units."""
    petits = (exacts >= 1) & (exacts < base)
    frequences = np.bincount(exacts[petits].astype(np.int64), minlength=base)
    return Bilan(int(petits.sum()), int((estimes[petits] == exacts[petits]).sum()), int(frequences.max()))
