"""Sums and differences: what systems, one for each group of targets, leave each small count."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from pipelines.audit import bornes, moyennage
from pipelines.audit.cibles import Attaque, Vue, attaques
from pipelines.audit.connaissances import Contexte
from pipelines.audit.fichiers import CLE, Millesime
from pipelines.audit.parallele import en_ordre

CHIFFRES_POUR_SUPPOSER = 500
"""Published counts that must agree with a smaller error before the attacker believes in it."""


@dataclass(frozen=True)
class Trouvaille:
    """What the systems of some targets gave: how many values each target may have, in the order of `cibles`.

    `sommes`: None where nothing satisfies the system. `differences`: two figures that differ being of different units.
    `immobiles`: had nobody moved; None where it says nothing, or published figures contradict it. `relachee`: whether
    the strictest view was impossible. `estimes`: what averaging gives, where it is asked.
    """

    cibles: pl.DataFrame
    sommes: np.ndarray | None
    differences: np.ndarray | None
    immobiles: np.ndarray | None
    relachee: bool
    estimes: pl.DataFrame | None

    @property
    def par_sommes(self) -> np.ndarray:
        """Which targets sums leave too few values."""
        return self._moins_de(bornes.VALEURS_MINIMALES, self.sommes)

    @property
    def par_differences(self) -> np.ndarray:
        """Which others differences give: nothing may be known exactly for them."""
        return self._moins_de(2, self.differences) & ~self.par_sommes

    @property
    def par_immobilite(self) -> np.ndarray:
        """Which others would have too few values, had nobody moved."""
        return self._moins_de(bornes.VALEURS_MINIMALES, self.immobiles) & ~self.par_sommes & ~self.par_differences

    def _moins_de(self, nombre: int, possibles: np.ndarray | None) -> np.ndarray:
        return np.zeros(self.cibles.height, dtype=bool) if possibles is None else possibles < nombre


@dataclass(frozen=True)
class Trouvailles:
    """What all the systems gave. `erreur`: how far a figure is believed to be from the truth. `juge`: whether what is
    supposed is known to be true or false, and judged."""

    une_par_attaque: list[Trouvaille]
    erreur: int
    juge: bool

    @property
    def faibles(self) -> list[pl.DataFrame]:
        """CLE, grandeur of the targets that are known too well."""
        return [
            t.cibles.filter(pl.Series(t.par_sommes | t.par_differences | (t.par_immobilite & self.juge))).select(
                *CLE, "grandeur"
            )
            for t in self.une_par_attaque
        ]

    def combien(self, lesquelles: Callable[[Trouvaille], np.ndarray | bool]) -> int:
        """How many targets are so."""
        return sum(int((lesquelles(t) & np.ones(t.cibles.height, dtype=bool)).sum()) for t in self.une_par_attaque)


def attaquer(
    millesime: Millesime, contexte: Contexte, cibles: pl.DataFrame, graine: int, *, repetition: bool
) -> Trouvailles:
    """Every system of `cibles`. `repetition`: whether the truth is there, to judge averages and what is supposed."""
    toutes = partial(attaques, millesime, contexte, cibles)
    erreur = _erreur_credible(toutes(), contexte.erreur, millesime.base)

    def une(attaque: Attaque) -> Trouvaille:
        estimes = moyennage.petits_effectifs(attaque.vues[0].systeme, millesime.base) if repetition else None
        return _attaquer(attaque, erreur, graine, estimes)

    return Trouvailles(list(en_ordre(une, toutes())), erreur, juge=repetition)


def _erreur_credible(toutes: Iterable[Attaque], declaree: int, base: int) -> int:
    """The smallest error of rounding that no published count contradicts: none, that of a plain rounding, or the one
    the method declares. Most often the first systems contradict the first two."""
    credibles, chiffres = [0, base // 2], 0
    for attaque in toutes:
        systeme = attaque.vues[0].systeme
        chiffres += systeme.chiffres.height
        credibles = [e for e in credibles if bornes.Solveur(systeme.avec_erreur(e)).premiere() is not None]
        if not credibles:
            return declaree
    return credibles[0] if chiffres >= CHIFFRES_POUR_SUPPOSER else declaree


def _attaquer(attaque: Attaque, erreur: int, graine: int, estimes: pl.DataFrame | None) -> Trouvaille:
    """By sums; then by what they do not say.

    That two figures that differ are of different units is sure. That nobody moved is supposed: what is then found is
    true of the persons of a rehearsal; elsewhere it may be false.
    """
    stricte, *relachees = attaque.vues
    en_sommes, en_differences = _lire(attaque, stricte, erreur, graine)
    relachee, immobiles = en_sommes is None, None
    if not relachee and attaque.hardie is not None:
        immobiles = _possibles(bornes.Solveur(attaque.hardie.systeme.avec_erreur(erreur)), attaque.lignes, graine)
    for vue in relachees:
        if en_sommes is None:
            en_sommes, en_differences = _lire(attaque, vue, vue.contexte.erreur, graine)
    return Trouvaille(attaque.cibles, en_sommes, en_differences, immobiles, relachee, estimes)


def _lire(attaque: Attaque, vue: Vue, erreur: int, graine: int) -> tuple[np.ndarray | None, np.ndarray | None]:
    """How many values sums leave, then sums and differences."""
    solveur = bornes.Solveur(vue.systeme.avec_erreur(erreur))
    en_sommes = _possibles(solveur, attaque.lignes, graine)
    if en_sommes is None:
        return None, None
    solveur.ajouter(vue.ecarts(), au_moins=1)
    return en_sommes, _possibles(solveur, attaque.lignes, graine)


def _possibles(solveur: bornes.Solveur, lignes: np.ndarray, graine: int) -> np.ndarray | None:
    trouve = bornes.encadrer(solveur, lignes, graine)
    return None if trouve is None else bornes.valeurs_possibles(*trouve)
