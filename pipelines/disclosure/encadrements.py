"""What a published count is at least and at most, by its rounding and by the sums it enters.

The same units are always told by the same figure: a part told otherwise than its whole is not all of it, and one unit
at least is elsewhere.

Some sums are not true: a month told once and for all does not count who was declared since, whom its year counts; a
département counts who is in none of its communes. What figures contradict is not believed, nor is what contradicts the
bounds of a count: one falsehood would else spread to all that it touches, and hide what true sums say.
"""

from dataclasses import dataclass, replace

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
        """How many values are left."""
        return np.where(self.connu, self.haut - self.bas + 1, _SANS_BORNE)

    def resserrer(self, bas: np.ndarray, haut: np.ndarray) -> np.ndarray:
        """Take these bounds, but for the rows where they contradict each other; true for the rows that change."""
        changees = ((bas > self.bas) | (haut < self.haut)) & (bas <= haut)
        self.bas, self.haut = np.where(changees, bas, self.bas), np.where(changees, haut, self.haut)
        return changees


def par_l_arrondi(publie: np.ndarray, connu: np.ndarray, tu: np.ndarray, erreur: int) -> Bornes:
    """Counts published at most `erreur` from the true ones; of those that are withheld (`tu`), nothing is known yet."""
    dit = connu & ~tu
    bas = np.where(dit, np.maximum(publie - erreur, 0), 0)
    return Bornes(np.where(dit, publie, -1), connu, bas, np.where(dit, publie + erreur, _SANS_BORNE))


def croire(bornes: dict[str, Bornes], sommes: Sommes) -> Sommes:
    """`sommes`, but for what figures contradict: parts are not all in a total that is less, nor make up one that is
    more. Levels and dimensions that somewhere do not add up need not anywhere; of periods, others may be as they were.
    """
    trop, trop_peu = (np.zeros(sommes.total.size, dtype=bool) for _ in range(2))
    for une in bornes.values():
        bas, haut, lue, complete = _totaux(une, sommes)
        trop |= lue & (bas > une.haut[sommes.total])
        trop_peu |= complete & (haut < une.bas[sommes.total])
    genres = [np.unique(sommes.genre[contredites & sommes.partout]) for contredites in (trop, trop_peu)]
    trop, trop_peu = (c | np.isin(sommes.genre, g) for c, g in zip((trop, trop_peu), genres, strict=True))
    return replace(sommes, dedans=~trop, combien=np.where(trop_peu, 0, sommes.combien))


def _totaux(b: Bornes, s: Sommes) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of each sum: what its parts are together at least and at most, whether its total is read, whether all that makes
    it up is."""
    if not s.total.size:
        rien, faux = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
        return rien, rien, faux, faux
    debuts, connues, lue = s.debut[:-1], b.connu[s.partie], b.connu[s.total]
    bas = np.add.reduceat(b.bas[s.partie], debuts)
    haut = np.add.reduceat(np.where(connues, b.haut[s.partie], 0), debuts)
    toutes = np.add.reduceat(connues, debuts, dtype=np.int64) == s.combien
    return bas, haut, lue, lue & (s.combien > 0) & toutes


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
    haut = np.where(tous_deux, np.minimum(dedans.haut, dehors.haut - un_dehors), dedans.haut)
    bas = np.where(tous_deux, np.maximum(dehors.bas, dedans.bas + un_dehors), dehors.bas)
    return bool(dedans.resserrer(dedans.bas, haut).any() | dehors.resserrer(bas, dehors.haut).any())


def _different(partie: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Whether both have a figure, and not the same."""
    return (partie != total) & (partie >= 0) & (total >= 0)


def _lire_une(b: Bornes, s: Sommes) -> np.ndarray:
    """One reading of every sum whose total is read, and some of its parts; true for those that taught something."""
    if not s.total.size:
        return np.zeros(0, dtype=bool)
    debuts, somme = s.debut[:-1], s.somme
    connues, bas, haut = b.connu[s.partie], b.bas[s.partie], b.haut[s.partie]
    bas_somme, haut_somme, lue, complete = _totaux(b, s)
    contenue = lue & s.dedans
    # one unit at least is in the whole and not in this part, and no bound of the other parts says so yet
    un_ailleurs = connues & contenue[somme] & _different(b.figure[s.partie], b.figure[s.total[somme]])
    un_ailleurs &= bas == bas_somme[somme]
    combien_ailleurs = np.add.reduceat(un_ailleurs, debuts, dtype=np.int64)
    bas_du_total = bas_somme + (combien_ailleurs > 0)
    du_total_haut = np.where(contenue & (b.haut[s.total] < _SANS_BORNE), b.haut[s.total] - bas_somme, _SANS_BORNE)
    du_total_bas = np.where(complete, b.bas[s.total] - haut_somme, -_SANS_BORNE)
    plafond, plancher = du_total_haut[somme] + bas - un_ailleurs, du_total_bas[somme] + haut
    # of two parts, that one is in the other
    seul_autre = (complete & (s.combien == 2))[somme] & (combien_ailleurs[somme] > un_ailleurs)
    plancher = np.where(seul_autre, np.maximum(plancher, 1), plancher)
    crue = ~(contenue & (bas_du_total > b.haut[s.total])) & ~(complete & (haut_somme < b.bas[s.total]))
    apprise = connues & crue[somme] & ((plafond < haut) | (plancher > bas))
    montee = crue & contenue & (bas_du_total > b.bas[s.total])
    baissee = crue & complete & (haut_somme < b.haut[s.total])
    nouveau_bas, nouveau_haut = b.bas.copy(), b.haut.copy()
    np.minimum.at(nouveau_haut, s.partie[apprise], plafond[apprise])
    np.maximum.at(nouveau_bas, s.partie[apprise], plancher[apprise])
    np.maximum.at(nouveau_bas, s.total[montee], bas_du_total[montee])
    np.minimum.at(nouveau_haut, s.total[baissee], haut_somme[baissee])
    changees = b.resserrer(nouveau_bas, nouveau_haut)
    parties_changees = np.logical_or.reduceat(apprise & changees[s.partie], debuts)
    return parties_changees | ((montee | baissee) & changees[s.total])
