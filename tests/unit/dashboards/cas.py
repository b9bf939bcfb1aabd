"""Figures written by hand, for cases that a domain expert would write."""

from datetime import date

from dashboards.millesime import Indicateur, Rupture
from dashboards.vues.chiffres import Chiffre
from dashboards.vues.periodes import GLISSANT, MOIS, Periode

RUPTURE = date(2025, 1, 1)
_UNITES = {"part": "fraction", "part_ponderee": "fraction", "mediane": "jours", "moyenne": "mois"}


def mois(annee: int, rang: int, stock: bool = False) -> Periode:
    return Periode(date(annee, rang, 1), MOIS, stock)


def douze_mois_jusqu_en(annee: int, rang: int, stock: bool = False) -> Periode:
    """The rolling year that ends with that month."""
    debut = date(annee, 1, 1) if rang == 12 else date(annee - 1, rang + 1, 1)
    return Periode(debut, GLISSANT, stock)


def part(valeur: float | None, marge: float = 0.01, periode: Periode | None = None, **reste) -> Chiffre:
    """A share with a symmetric interval."""
    bornes = (None, None) if valeur is None else (round(valeur - marge, 4), round(valeur + marge, 4))
    champs = {
        "forme": "part",
        "mesure": "fraction",
        "compte": "personnes",
        "periode": periode or mois(2026, 3),
        "valeur": valeur,
        "numerateur": None if valeur is None else round(valeur * 2_000),
        "denominateur": 2_000,
        "ic_bas": bornes[0],
        "ic_haut": bornes[1],
        "statut": "definitif",
        "motif": None,
        "effectif_faible": False,
    }
    return Chiffre(**champs | reste)


def compte(valeur: float, periode: Periode | None = None, **reste) -> Chiffre:
    champs = {
        "forme": "effectif",
        "mesure": "personnes",
        "numerateur": None,
        "denominateur": None,
        "ic_bas": None,
        "ic_haut": None,
    }
    return part(valeur, periode=periode, **champs | reste)


def delai(valeur: float | None, bas: float | None = None, haut: float | None = None, **reste) -> Chiffre:
    return part(
        valeur, **{"forme": "mediane", "mesure": "jours", "numerateur": None, "ic_bas": bas, "ic_haut": haut} | reste
    )


def salaire(valeur: float, bas: float, haut: float | None) -> Chiffre:
    return delai(valeur, bas, haut, mesure="smic")


def moyenne(valeur: float | None, mesure: str = "mois", **reste) -> Chiffre:
    champs = {"forme": "moyenne", "mesure": mesure, "numerateur": None, "ic_bas": None, "ic_haut": None}
    return part(valeur, **champs | reste)


def avis(valeur: float, mesure: str = "fraction", **reste) -> Chiffre:
    """A weighted share, or a balance (mesure `solde`), which has no interval."""
    bornes = {"ic_bas": None, "ic_haut": None} if mesure == "solde" else {}
    return part(valeur, **{"forme": "part_ponderee", "mesure": mesure, "numerateur": None, **bornes} | reste)


def indicateur(forme: str = "part", rompu: bool = True, **reste) -> Indicateur:
    champs = {
        "indicateur": "retour_emploi_6m",
        "theme": "impact",
        "titre": "Retour à l'emploi dans les 6 mois",
        "titre_court": "Retour à l'emploi à 6 mois",
        "phrase": "Sur 100 personnes inscrites en {periode}, {valeur} ont commencé un emploi.",
        "forme": forme,
        "unite": _UNITES.get(forme, "personnes"),
        "compte": "personnes",
        "sens": "plus_haut_mieux",
        "dimensions": ("ensemble", "sexe"),
        "ruptures": (Rupture(RUPTURE, "Depuis janvier 2025, la règle a changé."),) if rompu else (),
        "dernier_mois": False,
        "tete": True,
        "champs": {},
    }
    return Indicateur(**champs | reste)
