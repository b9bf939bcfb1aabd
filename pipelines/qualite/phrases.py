"""Checks in French sentences: what is looked at, what was seen, what was expected; numbers as French writes them."""

from pipelines.contracts.lots import ControleDeLot
from pipelines.qualite.attentes import Attente

_PARTS = ("quarantaine", "repartition", "absences", "references")
_INSECABLE = "\N{NARROW NO-BREAK SPACE}"
_SUJETS = {
    "structure": "nombre de colonnes hors contrat",
    "volume": "nombre de lignes",
    "quarantaine": "part des unités mises en quarantaine",
    "fraicheur": "âge de l'événement le plus récent",
    "repartition": "écart de répartition de « {colonne} »",
    "mesures": "valeur médiane de « {colonne} »",
    "absences": "part des valeurs absentes de « {colonne} »",
    "cle": "nombre de lignes qui répètent la clé « {colonne} »",
    "references": "part introuvable de « {colonne} »",
}


def sujet(attente: Attente) -> str:
    """What the check looks at, with its table: « inscription, nombre de lignes »."""
    dit = _SUJETS[attente.controle.nom].format(colonne=attente.colonne)
    dit = dit.replace("« ", f"«{_INSECABLE}").replace(" »", f"{_INSECABLE}»")
    return f"{attente.entite}, {dit}" if attente.entite else dit


def phrase(attente: Attente) -> str:
    """The whole check in one sentence."""
    return f"{sujet(attente)} : {observee(attente)} ; {attendue(attente)}."


def observee(attente: Attente) -> str:
    """What was seen, with its unit, and the detail when there is one."""
    vu = valeur(attente.controle, attente.observee)
    return f"{vu} ({attente.precision})" if attente.precision else vu


def attendue(attente: Attente) -> str:
    """What was expected, or why nothing was."""
    if attente.haut is None:
        return f"pas jugé ({attente.motif})"
    haut = valeur(attente.controle, attente.haut)
    if attente.bas is None:
        return f"attendu {haut} au plus" if attente.haut else f"attendu {haut}"
    return f"attendu entre {valeur(attente.controle, attente.bas)} et {haut}"


def valeur(controle: ControleDeLot, nombre: float) -> str:
    """A number of this check: a percentage (a bound above the whole is the whole), days, or a count."""
    if controle.nom in _PARTS:
        return f"{_ecrit(min(nombre, 1) * 100, 1)} %"
    if controle.nom == "fraicheur":
        return f"{_ecrit(nombre, 0)} jour{'s' if nombre >= 2 else ''}"
    return _ecrit(nombre, 0 if nombre == int(nombre) or abs(nombre) >= 100 else 1)


def _ecrit(nombre: float, decimales: int) -> str:
    """In French: narrow no-break spaces between thousands, a comma."""
    return f"{nombre:,.{decimales}f}".replace(",", _INSECABLE).replace(".", ",")
