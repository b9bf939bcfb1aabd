"""Comparing two figures: what may be compared, what the difference is, whether chance can explain it."""

import math
from dataclasses import dataclass
from datetime import date

from dashboards import formats
from dashboards.millesime import Indicateur
from dashboards.vues.chiffres import Chiffre, dire_l_ecart
from dashboards.vues.periodes import separees

NON_SIGNIFICATIF = "écart non significatif"
SANS_RECUL = "pas encore un an de recul"
TROP_PETIT = "écart trop petit pour conclure"
ARRONDI_DE_DEUX_EFFECTIFS = 10


@dataclass(frozen=True)
class Comparaison:
    """A line of a card: « Hauts-de-France · 44,1 % · 1,5 point de moins »."""

    libelle: str
    valeur: str
    ecart: str


def ecart(chiffre: Chiffre, autre: Chiffre) -> str | None:
    """The difference with another figure, in words; None if one of the two has no value, or if they have no
    interval: nothing says whether chance explains it."""
    if chiffre.valeur is None or autre.valeur is None or chiffre.sans_intervalle:
        return None
    difference = chiffre.valeur - autre.valeur
    if chiffre.forme == "effectif":
        return _ecart_d_effectifs(chiffre.valeur, autre.valeur)
    if not significatif(chiffre, autre):
        return NON_SIGNIFICATIF
    decimales = min(chiffre.decimales, autre.decimales)
    return _en_mots(dire_l_ecart(chiffre, difference, decimales), difference)


def significatif(chiffre: Chiffre, autre: Chiffre) -> bool:
    """Whether the difference exceeds what the two intervals, taken together, leave to chance."""
    if chiffre.valeur is None or autre.valeur is None:
        return False
    demis = chiffre.demi_largeur(autre.valeur), autre.demi_largeur(chiffre.valeur)
    if None in demis:
        return False
    return abs(chiffre.valeur - autre.valeur) > math.hypot(*demis)


def _ecart_d_effectifs(valeur: float, autre: float) -> str:
    """Two rounded counts may differ by nearly 10 when the true ones do not."""
    if abs(valeur - autre) < ARRONDI_DE_DEUX_EFFECTIFS:
        return TROP_PETIT
    if autre < 100:
        return formats.nombre(valeur - autre, signe=True)
    return formats.pourcentage((valeur - autre) / autre, signe=True)


def _en_mots(quantite: str, difference: float) -> str:
    return f"{quantite} de {'plus' if difference > 0 else 'moins'}"


def sur_un_an(indicateur: Indicateur, chiffre: Chiffre, avant: Chiffre | None) -> Comparaison:
    """The same figure a year before; no figure at all across a break."""
    libelle = "Un an plus tôt"
    if rupture := separees(chiffre.periode, chiffre.periode.un_an_avant(), dates_de_rupture(indicateur)):
        return Comparaison(libelle, "", f"non comparable : rupture de série en {formats.mois_long(rupture)}")
    if avant is None:
        return Comparaison(libelle, "", SANS_RECUL)
    return Comparaison(libelle, avant.texte, (ecart(chiffre, avant) or "") if avant.connu else "")


def avec(nom: str, chiffre: Chiffre, autre: Chiffre) -> Comparaison:
    """The figure of a wider territory: its value and the difference; for a count, the share it makes of it."""
    if chiffre.forme != "effectif":
        return Comparaison(nom, autre.texte, ecart(chiffre, autre) or "")
    if not chiffre.valeur or not autre.valeur:
        return Comparaison(nom, autre.texte, "")
    return Comparaison(nom, autre.texte, f"ce territoire : {part_du_total(chiffre.valeur, autre.valeur)}")


def part_du_total(valeur: float, total: float) -> str:
    """What a count makes of the count of a wider territory."""
    part = valeur / total
    return (f"moins de {formats.pourcentage(0.001)}" if part < 0.001 else formats.pourcentage(part)) + " du total"


def dates_de_rupture(indicateur: Indicateur) -> tuple[date, ...]:
    return tuple(sorted(rupture.jour for rupture in indicateur.ruptures))
