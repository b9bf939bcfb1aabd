"""The state of a page, in its address: what a reader copies is what another reader sees.

`t` the territory (`france`, `reg-84`, `dep-59`, `loc-CLPE01001`), `p` the public (`sexe:F`), `r` the rhythm (`mois`),
`i` the indicator of the table of territories, `q` what is searched, `millesime` a release frozen for ever.
A value that cannot be read is left out and said in a sentence; it never stops a page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

ENSEMBLE = "ensemble"
GLISSANT = "glissant_12m"
_FORMES = {
    "t": r"france|(reg|dep|loc)-[0-9A-Za-z]{1,12}",
    "p": r"[a-z_]{1,40}:[0-9A-Za-z_+-]{1,40}",
    "r": r"mois|12m",
    "i": r"[a-z0-9_]{1,60}",
    "millesime": r"\d{4}-\d{2}-\d{2}(\.\d{1,3})?",
}
_NOMS = {"t": "territoire", "p": "public", "r": "rythme", "i": "indicateur", "millesime": "millésime"}


@dataclass(frozen=True)
class Etat:
    """What the address asks for. `territoire` is named as in addresses."""

    territoire: str = "france"
    dimension: str = ENSEMBLE
    modalite: str = ENSEMBLE
    rythme: str = GLISSANT
    indicateur: str | None = None
    millesime: str | None = None


def lire(parametres: Mapping[str, str]) -> tuple[Etat, tuple[str, ...]]:
    """The state asked for, and a sentence per value that is not one."""
    valeurs, avis = {}, []
    for nom, forme in _FORMES.items():
        recu = parametres.get(nom)
        if recu is None:
            continue
        if re.fullmatch(forme, recu):
            valeurs[nom] = recu
        else:
            avis.append(refus(nom, recu))
    dimension, _, modalite = valeurs.get("p", f"{ENSEMBLE}:{ENSEMBLE}").partition(":")
    etat = Etat(
        territoire=valeurs.get("t", "france"),
        dimension=dimension,
        modalite=modalite,
        rythme="mois" if valeurs.get("r") == "mois" else GLISSANT,
        indicateur=valeurs.get("i"),
        millesime=valeurs.get("millesime"),
    )
    return etat, tuple(avis)


def refus(nom: str, recu: str) -> str:
    """The sentence shown for a value of the address that names nothing."""
    court = recu if len(recu) <= 40 else recu[:40] + "…"
    return f"Adresse : « {court} » n’est pas un {_NOMS[nom]} connu ; la page montre le choix par défaut."


def ecrire(etat: Etat) -> dict[str, str]:
    """The parameters of an address; what is by default is left out, except the territory."""
    parametres = {"t": etat.territoire}
    if etat.dimension != ENSEMBLE:
        parametres["p"] = f"{etat.dimension}:{etat.modalite}"
    if etat.rythme != GLISSANT:
        parametres["r"] = etat.rythme
    if etat.indicateur:
        parametres["i"] = etat.indicateur
    if etat.millesime:
        parametres["millesime"] = etat.millesime
    return parametres


def lien(etat: Etat, page: str = "/territoire") -> str:
    return f"{page}?{urlencode(ecrire(etat), safe=':')}"


def fiche(etat: Etat) -> str:
    """The address of the printable sheet of the same choice."""
    parametres = {nom: valeur for nom, valeur in ecrire(etat).items() if nom != "t"}
    return f"/resume/{etat.territoire}" + (f"?{urlencode(parametres, safe=':')}" if parametres else "")


def telechargement(etat: Etat, indicateur: str, periode_type: str, millesime: str) -> str:
    """The address of the file holding exactly the rows shown for one indicator."""
    parametres = {"p": f"{etat.dimension}:{etat.modalite}", "r": "mois" if periode_type == "mois" else "12m"}
    question = urlencode(parametres | {"millesime": millesime}, safe=":")
    return f"/telecharger/{etat.territoire}/{indicateur}.csv?{question}"
