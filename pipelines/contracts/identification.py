"""Who a row is about: the columns of an entity that say it, read the same way by the checks and by the passage.

The number first (NIR, then NTT), the civil state for want of one. All expressions are over typed rows (`verifier`).
"""

import polars as pl

from pipelines.contracts.modele import Colonne, Entite
from pipelines.identity import etat_civil_canonique, sexe_du_nir

NIR, NTT, ETAT_CIVIL, PROVISOIRE = "nir", "ntt", "etat_civil", "provisoire"
NUMEROS = {"personne": NIR, "personne_ntt": NTT}
ANCIENS_NUMEROS = {"ancienne_personne": NIR, "ancienne_personne_ntt": NTT}
PERSONNE_ID, ANCIENNE_ID, METHODE = "personne_id", "ancienne_personne_id", "methode_appariement"
_JOUR_ISO = "%Y-%m-%d"


def porteur(entite: Entite, passage: str) -> Colonne | None:
    """The column of `entite` that passes as `passage`."""
    return next((colonne for colonne in entite.colonnes if colonne.passage == passage), None)


def dit_une_personne(entite: Entite) -> bool:
    return bool(_porteurs(entite, NUMEROS) or entite.etat_civil)


def dit_une_ancienne_personne(entite: Entite) -> bool:
    return bool(_porteurs(entite, ANCIENS_NUMEROS))


def dit_la_methode(entite: Entite) -> bool:
    """True when its rows may be known by more than one kind of identity: which one is then kept with each."""
    nir = porteur(entite, "personne")
    moyens = len(_porteurs(entite, NUMEROS)) + bool(entite.etat_civil)
    return moyens > 1 and not (nir and nir.requis)


def colonnes(entite: Entite) -> list[str]:
    """The received columns that say who a row is about."""
    return [colonne.recu for colonne, _ in _porteurs(entite, NUMEROS)] + list(entite.etat_civil.values())


def sans_numero(entite: Entite) -> pl.Expr:
    return pl.all_horizontal(pl.col(colonne.recu).is_null() for colonne, _ in _porteurs(entite, NUMEROS))


def numero(entite: Entite) -> pl.Expr:
    """The number of each row in its namespace, `nir:…` or `ntt:…`; null without any."""
    return _canonique(entite, NUMEROS)


def ancien_numero(entite: Entite) -> pl.Expr:
    """The number each row says the person bore before."""
    return _canonique(entite, ANCIENS_NUMEROS)


def etat_civil(entite: Entite) -> pl.Expr:
    """The second key of each row, in its namespace; null when the entity or the row does not tell all its parts."""
    parties, nir = entite.etat_civil, porteur(entite, "personne")
    if not {"nom", "prenom", "naissance"} <= set(parties):
        return pl.lit(None, pl.String)
    sexe = pl.col(parties["sexe"]) if "sexe" in parties else pl.lit(None, pl.String)
    if nir:
        sexe = pl.coalesce(sexe, sexe_du_nir(pl.col(nir.recu)))
    cle = etat_civil_canonique(
        pl.col(parties["nom"]), pl.col(parties["prenom"]), _naissance(entite.par_nom[parties["naissance"]]), sexe
    )
    return pl.format(f"{ETAT_CIVIL}:{{}}", cle)


def attendues(entite: Entite) -> str:
    """What would say who a row is about, in French, by the columns as received."""
    moyens = [f"le {sigle.upper()} ({colonne.recu})" for colonne, sigle in _porteurs(entite, NUMEROS)]
    if entite.etat_civil:
        parties = ", ".join(entite.etat_civil.values())
        moyens.append(f"l'état civil entier ({parties} ; jour et mois de naissance connus)")
    return ", ou ".join(moyens)


def _porteurs(entite: Entite, passages: dict[str, str]) -> list[tuple[Colonne, str]]:
    return [(colonne, sigle) for passage, sigle in passages.items() if (colonne := porteur(entite, passage))]


def _canonique(entite: Entite, passages: dict[str, str]) -> pl.Expr:
    formes = [pl.format(f"{sigle}:{{}}", pl.col(colonne.recu)) for colonne, sigle in _porteurs(entite, passages)]
    return pl.coalesce(formes) if formes else pl.lit(None, pl.String)


def _naissance(colonne: Colonne) -> pl.Expr:
    """A birth date as a date; one kept as a text, because its day may be unknown, is null when it is."""
    if colonne.logique == "date":
        return pl.col(colonne.recu)
    return pl.col(colonne.recu).str.strptime(pl.Date, colonne.format or _JOUR_ISO, strict=False)
