"""What a published count is at least and at most, by its rounding and by the sums it enters.

The same units are always told by the same figure: a part told otherwise than its whole is not all of it, and one unit
at least is elsewhere.
"""

from dataclasses import dataclass

import numpy as np

from pipelines.disclosure.sommes import Sommes

_SANS_BORNE = 2**40
_LECTURES = 4
"""How many times the sums are read, each time with what the last one gave: of a count within another, within another…,
each reading goes one step."""


@dataclass
class Bornes:
    """Of each row, the figure (-1 where there is none), whether its count is read (published, or looked for), and what
    it is at least and at most."""

    figure: np.ndarray
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
    return Bornes(np.where(dit, publie, -1), connu, bas, np.where(dit, publie + erreur, _SANS_BORNE))


def lire(bornes: dict[str, Bornes], sommes: Sommes, emboites: bool) -> np.ndarray:
    """Tighten the bounds of each count, in place; true for the sums that taught something.

    `emboites`: whoever is in « numerateur » is in « denominateur ».
    """
    utiles = np.zeros(sommes.total.size, dtype=bool)
    for _ in range(_LECTURES):
        apprises = np.zeros_like(utiles)
        for une in bornes.values():
            apprises |= _lire_une(une, sommes)
        utiles |= apprises
        emboites_apprend = emboites and _lire_les_emboites(bornes["numerateur"], bornes["denominateur"])
        if not (apprises.any() or emboites_apprend):
            break
    return utiles


def _lire_les_emboites(dedans: Bornes, dehors: Bornes) -> bool:
    """Whether it taught something."""
    tous_deux = dedans.connu & dehors.connu
    un_dehors = _different(dedans.figure, dehors.figure)
    baissee = tous_deux & (dehors.haut - un_dehors < dedans.haut)
    montee = tous_deux & (dedans.bas + un_dehors > dehors.bas)
    dedans.haut[baissee] = (dehors.haut - un_dehors)[baissee]
    dehors.bas[montee] = (dedans.bas + un_dehors)[montee]
    return bool(baissee.any() or montee.any())


def _different(partie: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Whether both have a figure, and not the same."""
    return (partie != total) & (partie >= 0) & (total >= 0)


def _lire_une(b: Bornes, s: Sommes) -> np.ndarray:
    """One reading of every sum whose total is read, and some of its parts; true for those that taught something."""
    if not s.total.size:
        return np.zeros(0, dtype=bool)
    debuts, somme = s.debut[:-1], s.somme
    connues, bas, haut = b.connu[s.partie], b.bas[s.partie], b.haut[s.partie]
    bas_somme = np.add.reduceat(bas, debuts)
    haut_somme = np.add.reduceat(np.where(connues, haut, 0), debuts)
    lue = b.connu[s.total]
    complete = lue & (s.combien > 0) & (np.add.reduceat(connues, debuts, dtype=np.int64) == s.combien)
    # one unit at least is in the whole and not in this part, and no bound of the other parts says so yet
    un_ailleurs = connues & lue[somme] & _different(b.figure[s.partie], b.figure[s.total[somme]])
    un_ailleurs &= bas == bas_somme[somme]
    combien_ailleurs = np.add.reduceat(un_ailleurs, debuts, dtype=np.int64)
    bas_du_total = bas_somme + (combien_ailleurs > 0)
    du_total_haut = np.where(lue & (b.haut[s.total] < _SANS_BORNE), b.haut[s.total] - bas_somme, _SANS_BORNE)
    du_total_bas = np.where(complete, b.bas[s.total] - haut_somme, -_SANS_BORNE)
    plafond, plancher = du_total_haut[somme] + bas - un_ailleurs, du_total_bas[somme] + haut
    # of two parts, that one is in the other
    seul_autre = (complete & (s.combien == 2))[somme] & (combien_ailleurs[somme] > un_ailleurs)
    plancher = np.where(seul_autre, np.maximum(plancher, 1), plancher)
    apprise = connues & ((plafond < haut) | (plancher > bas))
    montee, baissee = lue & (bas_du_total > b.bas[s.total]), complete & (haut_somme < b.haut[s.total])
    np.minimum.at(b.haut, s.partie[apprise], plafond[apprise])
    np.maximum.at(b.bas, s.partie[apprise], plancher[apprise])
    np.maximum.at(b.bas, s.total[montee], bas_du_total[montee])
    np.minimum.at(b.haut, s.total[baissee], haut_somme[baissee])
    return np.logical_or.reduceat(apprise, debuts) | montee | baissee
