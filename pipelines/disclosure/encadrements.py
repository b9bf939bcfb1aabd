"""What a published count is at least and at most, by its rounding and by the sums it enters."""

from dataclasses import dataclass

import numpy as np

from pipelines.disclosure.sommes import Sommes

_SANS_BORNE = 2**40
_LECTURES = 2
"""How many times the sums are read: the second time, with what the first one gave."""


@dataclass
class Bornes:
    """Of each row, whether its count is read (published, or looked for), and what it is at least and at most."""

    connu: np.ndarray
    bas: np.ndarray
    haut: np.ndarray

    @property
    def valeurs(self) -> np.ndarray:
        """How many values are left; where bounds contradict each other (what is told by a dimension is not always the
        whole), nothing is learnt."""
        return np.where(self.connu & (self.haut >= self.bas), self.haut - self.bas + 1, _SANS_BORNE)


def par_l_arrondi(publie: np.ndarray, connu: np.ndarray, tu: np.ndarray, erreur: int) -> Bornes:
    """Counts published at most `erreur` from the true ones; of those that are withheld (`tu`), nothing is known yet."""
    dit = connu & ~tu
    bas = np.where(dit, np.maximum(publie - erreur, 0), 0)
    return Bornes(connu, bas, np.where(dit, publie + erreur, _SANS_BORNE))


def lire(bornes: dict[str, Bornes], sommes: Sommes, emboites: bool) -> np.ndarray:
    """Tighten the bounds of each count, in place; true for the sums that taught something.

    `emboites`: whoever is in « numerateur » is in « denominateur ».
    """
    utiles = np.zeros(sommes.total.size, dtype=bool)
    for _ in range(_LECTURES):
        for une in bornes.values():
            utiles |= _lire_une(une, sommes)
        if emboites:
            dedans, dehors = bornes["numerateur"], bornes["denominateur"]
            tous_deux = dedans.connu & dehors.connu
            np.minimum(dedans.haut, dehors.haut, out=dedans.haut, where=tous_deux)
            np.maximum(dehors.bas, dedans.bas, out=dehors.bas, where=tous_deux)
    return utiles


def _lire_une(b: Bornes, s: Sommes) -> np.ndarray:
    """One reading of every sum whose total is read, and some of its parts."""
    if not s.total.size:
        return np.zeros(0, dtype=bool)
    debuts, somme = s.debut[:-1], s.somme
    connues, bas, haut = b.connu[s.partie], b.bas[s.partie], b.haut[s.partie]
    bas_somme = np.add.reduceat(bas, debuts)
    haut_somme = np.add.reduceat(np.where(connues, haut, 0), debuts)
    lue = b.connu[s.total]
    complete = lue & (s.combien > 0) & (np.add.reduceat(connues, debuts, dtype=np.int64) == s.combien)
    du_total_haut = np.where(lue & (b.haut[s.total] < _SANS_BORNE), b.haut[s.total] - bas_somme, _SANS_BORNE)
    du_total_bas = np.where(complete, b.bas[s.total] - haut_somme, -_SANS_BORNE)
    plafond, plancher = du_total_haut[somme] + bas, du_total_bas[somme] + haut
    apprise = connues & ((plafond < haut) | (plancher > bas))
    montee, baissee = lue & (bas_somme > b.bas[s.total]), complete & (haut_somme < b.haut[s.total])
    np.minimum.at(b.haut, s.partie[apprise], plafond[apprise])
    np.maximum.at(b.bas, s.partie[apprise], plancher[apprise])
    np.maximum.at(b.bas, s.total[montee], bas_somme[montee])
    np.minimum.at(b.haut, s.total[baissee], haut_somme[baissee])
    return np.logical_or.reduceat(apprise, debuts) | montee | baissee
