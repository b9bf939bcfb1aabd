"""What changed between two versions of a contract, and what it means for those who send and those who read.

MAJEURE: a file accepted yesterday may be refused, or a landed column is no longer what it was. MINEURE: more is
accepted or lands. CORRECTIF: words alone. Where nothing can prove that a condition is wider (patterns, expressions),
it is taken for narrower.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pipelines.contracts.modele import Contrat, Entite
from pipelines.contracts.passage import schema_du_lac

CORRECTIF, MINEURE, MAJEURE = "correctif", "mineure", "majeure"
NIVEAUX = (CORRECTIF, MINEURE, MAJEURE)
_SEVERITES = ("avertissement", "rejet", "fichier")
_PROTECTION = ("ordinaire", "quasi_identifiant", "sensible", "identite")
_ENTITE = ("cle_metier", "groupe", "lecture", "liste", "liste_obligatoire", "etat_civil", "peut_etre_vide")

Structure = dict[str, Any]
Jugement = tuple[str, str]


@dataclass(frozen=True)
class Changement:
    """One difference: how much it weighs, where it is (`entite.colonne`), what it is."""

    niveau: str
    ou: str
    phrase: str

    def __str__(self) -> str:
        return f"({self.niveau}) {self.ou}: {self.phrase}"


def structure(contrat: Contrat) -> Structure:
    """What senders and readers depend on, as JSON can write it: everything of the contract but its words."""
    lac = schema_du_lac(contrat)
    noms = {entite: forme.pattern for entite, forme in contrat.noms_de_fichier()}
    return {
        "emetteur": contrat.proprietes.get("emetteur"),
        "cadence": contrat.proprietes.get("cadence"),
        "valeurs_absentes": list(contrat.valeurs_absentes),
        "noms_de_fichier": noms,
        "correspondances": {
            f"{v.entite} {v.nom}": {
                "emetteurs": list(v.emetteurs),
                "lecture": v.lecture,
                "colonnes": v.colonnes,
                "valeurs": v.valeurs,
            }
            for v in contrat.versions
        },
        "entites": {entite.nom: _structure(entite) for entite in contrat.entites.values()},
        "lac": {nom: {colonne: str(type_) for colonne, type_ in schema.items()} for nom, schema in lac.items()},
    }


def _structure(entite: Entite) -> Structure:
    return {
        **{nom: _en_json(getattr(entite, nom)) for nom in _ENTITE},
        "regles": {r.nom: {"expression": r.expression, "gravite": r.gravite} for r in entite.regles},
        "colonnes": {c.recu: {nom: _en_json(getattr(c, nom)) for nom in _JUGES} for c in entite.colonnes},
    }


def _en_json(valeur: Any) -> Any:
    if isinstance(valeur, tuple):
        return list(valeur)
    return valeur if isinstance(valeur, bool | int | float | dict | None) else str(valeur)


def changements(avant: Structure, apres: Structure) -> list[Changement]:
    """Every difference from `avant` to `apres`; none when only words differ."""
    return [*_du_contrat(avant, apres), *_du_lac(avant["lac"], apres["lac"]), *_des_entites(avant, apres)]


def _du_contrat(avant: Structure, apres: Structure) -> Iterator[Changement]:
    if avant["emetteur"] != apres["emetteur"]:
        yield Changement(MAJEURE, "emetteur", _devient(avant["emetteur"], apres["emetteur"]))
    if avant["cadence"] != apres["cadence"]:
        yield Changement(MINEURE, "cadence", _devient(avant["cadence"], apres["cadence"]))
    if jugement := _plus_large(avant["valeurs_absentes"], apres["valeurs_absentes"], mot="absent value"):
        yield Changement(jugement[0], "valeurs_absentes", jugement[1])
    yield from _de_dictionnaire("nom_fichier", avant["noms_de_fichier"], apres["noms_de_fichier"], _motif)
    yield from _de_dictionnaire("correspondances", avant["correspondances"], apres["correspondances"], _tout_change)


def _de_dictionnaire(
    quoi: str, avant: Mapping[str, Any], apres: Mapping[str, Any], juger: Callable[[Any, Any], Jugement | None]
) -> Iterator[Changement]:
    """What is taken away is major, what is added minor, what changed is for `juger` to say."""
    for nom in avant.keys() - apres.keys():
        yield Changement(MAJEURE, f"{quoi} {nom}", "removed.")
    for nom in apres.keys() - avant.keys():
        yield Changement(MINEURE, f"{quoi} {nom}", "added.")
    for nom in avant.keys() & apres.keys():
        if jugement := juger(avant[nom], apres[nom]):
            yield Changement(jugement[0], f"{quoi} {nom}", jugement[1])


def _du_lac(avant: Structure, apres: Structure) -> Iterator[Changement]:
    """Landed tables: what dbt and everything after it reads."""
    for entite in avant.keys() & apres.keys():
        yield from _de_dictionnaire(f"landed column {entite}", avant[entite], apres[entite], _tout_change)


def _des_entites(avant: Structure, apres: Structure) -> Iterator[Changement]:
    anciennes, nouvelles = avant["entites"], apres["entites"]
    yield from _de_dictionnaire("entity", anciennes, nouvelles, lambda _a, _b: None)
    for nom in anciennes.keys() & nouvelles.keys():
        yield from _de_l_entite(nom, anciennes[nom], nouvelles[nom])


def _de_l_entite(nom: str, avant: Structure, apres: Structure) -> Iterator[Changement]:
    for attribut in _ENTITE:
        if avant[attribut] == apres[attribut]:
            continue
        # an empty file that was refused, a person without NIR who could not be known: more is accepted
        accepte_plus = (
            apres[attribut] if attribut == "peut_etre_vide" else attribut == "etat_civil" and not avant[attribut]
        )
        niveau = MINEURE if accepte_plus else MAJEURE
        yield Changement(niveau, f"{nom}, {attribut}", _devient(avant[attribut], apres[attribut]))
    yield from _des_regles(nom, avant["regles"], apres["regles"])
    anciennes, nouvelles = avant["colonnes"], apres["colonnes"]
    for recu in anciennes.keys() - nouvelles.keys():
        yield Changement(MAJEURE, f"{nom}.{recu}", "column removed or renamed.")
    for recu in nouvelles.keys() - anciennes.keys():
        exigee = nouvelles[recu]["requis"] and nouvelles[recu]["du_nom"] is None
        yield Changement(
            MAJEURE if exigee else MINEURE, f"{nom}.{recu}", f"{'required' if exigee else 'optional'} column added."
        )
    for recu in anciennes.keys() & nouvelles.keys():
        for attribut, juger in _JUGES.items():
            ancien, nouveau = anciennes[recu][attribut], nouvelles[recu][attribut]
            if ancien != nouveau and (jugement := juger(ancien, nouveau)):
                yield Changement(jugement[0], f"{nom}.{recu}, {attribut}", jugement[1])


def _des_regles(nom: str, avant: Structure, apres: Structure) -> Iterator[Changement]:
    for regle in avant.keys() - apres.keys():
        yield Changement(MINEURE, f"{nom}, rule {regle}", "removed.")
    for regle in apres.keys() - avant.keys():
        gravite = apres[regle]["gravite"]
        niveau = MINEURE if gravite == "avertissement" else MAJEURE
        yield Changement(niveau, f"{nom}, rule {regle}", f"added, severity {gravite}.")
    for regle in avant.keys() & apres.keys():
        ancienne, nouvelle = avant[regle], apres[regle]
        if ancienne["expression"] != nouvelle["expression"]:
            niveau = MINEURE if nouvelle["gravite"] == "avertissement" else MAJEURE
            yield Changement(niveau, f"{nom}, rule {regle}", "its condition changed.")
        if ancienne["gravite"] != nouvelle["gravite"]:
            rangs = _SEVERITES.index(ancienne["gravite"]), _SEVERITES.index(nouvelle["gravite"])
            niveau = MAJEURE if rangs[1] > rangs[0] else MINEURE
            yield Changement(
                niveau, f"{nom}, rule {regle}", f"severity {_devient(ancienne['gravite'], nouvelle['gravite'])}"
            )


def _devient(avant: Any, apres: Any) -> str:
    return f"{'nothing' if avant is None else avant} becomes {'nothing' if apres is None else apres}."


def _tout_change(avant: Any, apres: Any) -> Jugement | None:
    return (MAJEURE, _devient(avant, apres)) if avant != apres else None


def _requis(avant: bool, _apres: bool) -> Jugement:
    return (MINEURE, "no longer required.") if avant else (MAJEURE, "newly required.")


def _motif(avant: str | None, apres: str | None) -> Jugement | None:
    if avant == apres:
        return None
    elargi = apres is None or (avant is not None and apres.startswith(f"{avant}|"))
    return (MINEURE, "pattern widened.") if elargi else (MAJEURE, f"pattern {_devient(avant, apres)}")


def _plus_large(avant: list | None, apres: list | None, mot: str = "code") -> Jugement | None:
    """A list from which something is missing is narrower; no list at all accepts everything."""
    if apres is None:
        return MINEURE, f"any {mot} is now accepted."
    if avant is None:
        return MAJEURE, f"only {', '.join(apres)} are now accepted."
    if perdus := [valeur for valeur in avant if valeur not in apres]:
        return MAJEURE, f"{mot} removed: {', '.join(perdus)}."
    if gagnes := [valeur for valeur in apres if valeur not in avant]:
        return MINEURE, f"{mot} added: {', '.join(gagnes)}."
    return None


def _borne(avant: Any, apres: Any, basse: bool) -> Jugement:
    """A bound that is raised (`basse`: lowered when it is an upper one) or appears refuses more."""
    if apres is None:
        return MINEURE, f"bound {avant} removed."
    resserree = avant is None or ((apres > avant) if basse else (apres < avant))
    return (MAJEURE if resserree else MINEURE), f"bound {_devient(avant, apres)}"


def _classe(avant: str, apres: str) -> Jugement:
    """A class that protects less is for everyone to weigh again."""
    abaissee = _PROTECTION.index(apres) < _PROTECTION.index(avant)
    return (MAJEURE if abaissee else MINEURE), f"class {_devient(avant, apres)}"


def _passage(avant: str | None, apres: str | None) -> Jugement:
    """What was dropped and now lands adds a column; anything else makes another column of the one that landed."""
    return (MINEURE if avant is None else MAJEURE), f"passage {_devient(avant, apres)}"


_JUGES: dict[str, Callable[[Any, Any], Jugement | None]] = {
    "logique": _tout_change,
    "requis": _requis,
    "format": _tout_change,
    "motif": _motif,
    "longueur_minimale": partial(_borne, basse=True),
    "longueur_maximale": partial(_borne, basse=False),
    "minimum": partial(_borne, basse=True),
    "maximum": partial(_borne, basse=False),
    "valeurs": _plus_large,
    "vrai": partial(_plus_large, mot="text that means true"),
    "classe": _classe,
    "passage": _passage,
    "chemin": _tout_change,
    "du_nom": _tout_change,
    "cle_enregistrement": _tout_change,
}
