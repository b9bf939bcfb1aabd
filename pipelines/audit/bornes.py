"""How far each true count may go, all that is published being true: linear programming (HiGHS)."""

import highspy
import numpy as np
from scipy import sparse

from pipelines.audit.systeme import Systeme

VALEURS_MINIMALES = 3
"""A count must be left at least this many possible values."""
_TOLERANCE = 1e-6
_QUESTIONS_COMMUNES, _PEU = 60, 8
_SIMPLEXE_DUAL, _SIMPLEXE_PRIMAL = 1, 4


class _Muet(highspy.Highs):
    """HiGHS, which would print its name on the standard output as soon as it sets callbacks: none is used here."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.silent()


class Solveur:
    """A system in HiGHS, asked one question after the other: each starts where the last one ended."""

    def __init__(self, systeme: Systeme) -> None:
        self.systeme = systeme
        colonnes = systeme.matrice.tocsc()
        modele = highspy.HighsLp()
        modele.num_row_, modele.num_col_ = systeme.matrice.shape
        self._inconnues = np.arange(modele.num_col_, dtype=np.int32)
        modele.col_cost_ = np.zeros(modele.num_col_)
        modele.col_lower_ = np.zeros(modele.num_col_)
        modele.col_upper_ = np.full(modele.num_col_, highspy.kHighsInf)
        modele.row_lower_, modele.row_upper_ = systeme.bas, systeme.haut
        modele.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        modele.a_matrix_.start_ = colonnes.indptr
        modele.a_matrix_.index_ = colonnes.indices
        modele.a_matrix_.value_ = colonnes.data
        self._highs = _Muet()
        self._highs.setOptionValue("threads", 1)
        self._highs.passModel(modele)
        self._commencee = False

    def ajouter(self, sommes: sparse.csr_matrix, au_moins: float) -> None:
        """Hold from now on that each of these sums of the unknowns is at least so much."""
        bas, haut = np.full(sommes.shape[0], au_moins), np.full(sommes.shape[0], highspy.kHighsInf)
        self._highs.addRows(
            sommes.shape[0], bas, haut, sommes.nnz, sommes.indptr[:-1].astype(np.int32), sommes.indices, sommes.data
        )

    def premiere(self) -> np.ndarray | None:
        """Some unknowns that satisfy the system, or None.

        An interior point finds the first ones much sooner than the simplex; once some sums are added, the dual simplex
        goes on from the last ones, which most of what is added most often leaves possible.
        """
        if self._commencee:
            self._highs.setOptionValue("simplex_strategy", _SIMPLEXE_DUAL)
        else:
            self._highs.setOptionValue("solver", "ipm")
        self._commencee = True
        solution = self.minimiser(np.zeros(len(self._inconnues)))
        # from one question to the next only the aim changes: where the last one ended is still possible
        self._highs.setOptionValue("solver", "simplex")
        self._highs.setOptionValue("simplex_strategy", _SIMPLEXE_PRIMAL)
        return solution

    def minimiser(self, poids: np.ndarray) -> np.ndarray | None:
        """The unknowns at which `poids` is least; None when no unknowns satisfy the system."""
        self._highs.changeColsCost(len(self._inconnues), self._inconnues, poids)
        self._highs.run()
        if self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            return np.asarray(self._highs.getSolution().col_value)
        return None


def valeurs_possibles(mini: np.ndarray, maxi: np.ndarray) -> np.ndarray:
    """How many whole numbers there are between two bounds."""
    bas, haut = np.ceil(mini - _TOLERANCE), np.floor(maxi + _TOLERANCE)
    return np.maximum(haut - bas + 1, 0).astype(np.int64)


def encadrer(solveur: Solveur, cibles: np.ndarray, graine: int) -> tuple[np.ndarray, np.ndarray] | None:
    """(least, greatest) of each row of `cibles` of the system; None when nothing satisfies it.

    Exact for the rows left with fewer than VALEURS_MINIMALES values; of the others, at least as far as told. Whatever
    solution answers one question is a possible truth for every row: a few questions about all of them at once settle
    most, and only the rest is asked one by one.
    """
    systeme = solveur.systeme
    lignes = systeme.matrice[cibles]
    if (depart := solveur.premiere()) is None:
        return None
    mini = maxi = lignes @ depart
    hasard = np.random.default_rng(graine)
    for _ in range(_QUESTIONS_COMMUNES):
        ouvertes = _ouvertes(mini, maxi)
        if ouvertes.size <= _PEU:
            break
        # each row is pushed towards the side where it has been seen to move the least, or by chance when both are alike
        place_en_haut = (systeme.haut[cibles] - maxi)[ouvertes] + hasard.uniform(-1, 1, ouvertes.size)
        signes = np.where(place_en_haut > (mini - systeme.bas[cibles])[ouvertes], -1.0, 1.0)
        poids = lignes[ouvertes].T @ (signes * hasard.uniform(0.5, 1, ouvertes.size))
        mini, maxi = _temoigner(solveur, lignes, poids, (mini, maxi))
    for ligne in _ouvertes(mini, maxi):
        for signe in (1.0, -1.0):
            mini, maxi = _temoigner(solveur, lignes, signe * lignes[[ligne]].toarray().ravel(), (mini, maxi))
    return mini, maxi


def etendues(solveur: Solveur, cibles: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """(least, greatest) of each row of `cibles`, all asked one by one: infinite where nothing bounds it; None when
    nothing satisfies the system."""
    lignes = solveur.systeme.matrice[cibles].toarray()
    if solveur.premiere() is None:
        return None
    mini, maxi = (np.array([_extreme(solveur, ligne, signe) for ligne in lignes]) for signe in (1.0, -1.0))
    return mini, maxi


def _extreme(solveur: Solveur, ligne: np.ndarray, signe: float) -> float:
    solution = solveur.minimiser(signe * ligne)
    return -signe * np.inf if solution is None else float(ligne @ solution)


def _ouvertes(mini: np.ndarray, maxi: np.ndarray) -> np.ndarray:
    return np.flatnonzero(valeurs_possibles(mini, maxi) < VALEURS_MINIMALES)


def _temoigner(
    solveur: Solveur, lignes: sparse.csr_matrix, poids: np.ndarray, bornes: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    solution = solveur.minimiser(np.asarray(poids).ravel())
    if solution is None:
        return bornes
    valeurs = lignes @ solution
    return np.minimum(bornes[0], valeurs), np.maximum(bornes[1], valeurs)
