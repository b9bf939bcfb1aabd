"""Numbers, dates and periods as a French reader expects them.

Everything is written on the server: formats of the browser depend on its language.
"""

import unicodedata
from datetime import date

FINE = "\u202f"
INSECABLE = "\u00a0"
MOINS = "\u2212"

MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MOIS_COURTS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def nombre(valeur: float, decimales: int = 0, signe: bool = False) -> str:
    """1240.5 → « 1 240,5 »; thousands by a narrow no-break space, a true minus, `+` only when `signe`."""
    arrondi = round(valeur, decimales)
    texte = f"{abs(arrondi):,.{decimales}f}".replace(",", FINE).replace(".", ",")
    if arrondi < 0:
        return MOINS + texte
    return ("+" if signe and arrondi > 0 else "") + texte


def effectif(compte: int | float) -> str:
    """A published count: a published 0 stands for 0 to 4."""
    return "moins de 5" if compte == 0 else nombre(compte)


def pourcentage(fraction: float, decimales: int = 1, signe: bool = False) -> str:
    return nombre(100 * fraction, decimales, signe) + INSECABLE + "%"


def jours(compte: float, signe: bool = False) -> str:
    return nombre(compte, 0, signe) + INSECABLE + ("jour" if abs(round(compte)) < 2 else "jours")


def mois(compte: float) -> str:
    return nombre(compte, 1) + INSECABLE + "mois"


def smic(compte: float) -> str:
    return nombre(compte, 2) + INSECABLE + "Smic"


def pour_mille(fraction: float, decimales: int = 1) -> str:
    """0.0124 → « 12,4 pour 1 000 »."""
    return f"{nombre(1_000 * fraction, decimales)}{INSECABLE}pour{INSECABLE}1{FINE}000"


def points(ecart: float, decimales: int = 1, signe: bool = True) -> str:
    """A difference between two shares, in percentage points: plural from 2."""
    valeur = round(100 * ecart, decimales)
    return nombre(valeur, decimales, signe) + INSECABLE + ("point" if abs(valeur) < 2 else "points")


def mois_long(jour: date) -> str:
    return f"{MOIS[jour.month - 1]} {jour.year}"


def mois_court(jour: date) -> str:
    return f"{MOIS_COURTS[jour.month - 1]} {jour.year}"


def date_longue(jour: date) -> str:
    return f"{'1er' if jour.day == 1 else jour.day} {mois_long(jour)}"


def octets(taille: int) -> str:
    """A file size: 24 530 000 → « 24,5 Mo »."""
    for seuil, unite in ((1e9, "Go"), (1e6, "Mo"), (1e3, "ko")):
        if taille >= seuil:
            return nombre(taille / seuil, 1) + INSECABLE + unite
    return nombre(taille) + INSECABLE + "octets"


def majuscule(texte: str) -> str:
    """First letter in capitals, the rest untouched."""
    return texte[:1].upper() + texte[1:]


def apostrophe(texte: str) -> str:
    """The typographic apostrophe, whatever the release wrote."""
    return texte.replace("'", "\u2019")


def de(nom: str) -> str:
    """« de » before a name, contracted: le Nord → du Nord, les Landes → des Landes, avril → d’avril."""
    nom = apostrophe(nom)
    if nom.startswith(("le ", "les ")):
        return {"le": "du ", "les": "des "}[nom.split(" ")[0]] + nom.split(" ", 1)[1]
    return ("d\u2019" if nom[:1].lower() in "aeiouyéèêàâîôœh" else "de ") + nom


def simple(texte: str) -> str:
    """To search and sort: lower case, no accent, one space between words; « Saint-Étienne » → « saint etienne »."""
    sans_accent = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "Oe"))
    lettres = "".join(c if c.isalnum() else " " for c in sans_accent if not unicodedata.combining(c))
    return " ".join(lettres.lower().split())
