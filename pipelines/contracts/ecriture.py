"""Faults in what a contract says of the writing of its files: formats, paths in JSON, parts of names.

Found when the contract is read, since a path that leads nowhere would otherwise be a column that is always empty.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.contracts.modele import Contrat, Entite

LISTE = "[]"
FORMATS = ("delimite", "json_lignes", "json_liste", "parquet", "propre")
ENCODAGES = ("utf-8", "latin-1")
RESERVES = ("fichier", "unite", "ligne")
_EN_OBJETS = ("json_lignes", "json_liste")


def defauts(contrat: "Contrat") -> Iterator[str]:
    """Each as the end of a sentence that begins with the file's name."""
    commun = contrat.proprietes.get("nom_fichier")
    for entite in contrat.entites.values():
        for phrase in (*_de_lecture(entite), *_de_noms(entite, entite.nom_fichier or commun)):
            yield f", {entite.nom}: {phrase}"
        if entite.lecture.get("format") in _EN_OBJETS:
            for phrase in _de_listes(entite):
                yield f", {entite.nom}: {phrase}"
    par_nom: dict[str | None, list[Entite]] = {}
    for entite in contrat.entites.values():
        par_nom.setdefault(entite.nom_fichier, []).append(entite)
    for entites in par_nom.values():
        yield from _d_un_meme_fichier(entites)


def _de_lecture(entite: "Entite") -> Iterator[str]:
    lecture = entite.lecture
    for format_ in (lecture.get("format"), *lecture.get("extensions", {}).values()):
        if format_ not in FORMATS:
            yield f"lecture.format « {format_} » is not one of {', '.join(FORMATS)}."
    if lecture.get("format") == "delimite":
        if len(str(lecture.get("separateur", ""))) != 1:
            yield "lecture.separateur must be one character."
        if lecture.get("encodage", ENCODAGES[0]) not in ENCODAGES:
            yield f"lecture.encodage is not one of {', '.join(ENCODAGES)}."


def _de_noms(entite: "Entite", motif: str | None) -> Iterator[str]:
    """The pattern must be one, and give the parts that columns take from it."""
    try:
        parts = re.compile(motif or "").groupindex
    except re.error as erreur:
        yield f"nom_fichier is not a pattern that can be read: {erreur}."
        return
    for colonne in entite.colonnes:
        if colonne.recu in RESERVES:
            yield f"{colonne.recu} is a name of the house: no received column may bear it."
        if colonne.du_nom and colonne.du_nom not in parts:
            yield f"{colonne.recu} is taken from « {colonne.du_nom} », which nom_fichier does not name."


def _de_listes(entite: "Entite") -> Iterator[str]:
    chemins = [colonne.chemin for colonne in entite.colonnes if not colonne.du_nom]
    if entite.liste and not any(chemin.startswith(entite.liste + LISTE) for chemin in chemins):
        yield f"liste is « {entite.liste} », and no column is taken from « {entite.liste}[] »."
    for chemin in chemins:
        listes = [chemin[: place.start()] for place in re.finditer(re.escape(LISTE), chemin)]
        if listes and not f"{entite.liste}{LISTE}.".startswith(f"{listes[-1]}{LISTE}."):
            yield f"« {chemin} » goes through « {listes[-1]}[] », which is not the list of the entity."


def _d_un_meme_fichier(entites: list["Entite"]) -> Iterator[str]:
    """Entities that share the pattern of their file's name are read from the same content."""
    noms = ", ".join(entite.nom for entite in entites)
    formats = {entite.lecture.get("format") for entite in entites}
    if formats & {"delimite", "parquet"} and len(entites) > 1:
        yield f", {noms}: a table holds one entity; give each a nom_fichier of its own."
    if not formats & set(_EN_OBJETS):
        return
    chemins = {colonne.chemin for entite in entites for colonne in entite.colonnes if not colonne.du_nom}
    pas = {tuple(chemin.replace(LISTE, "").casefold().split(".")): chemin for chemin in sorted(chemins)}
    ecrits = Counter(tuple(chemin.replace(LISTE, "").casefold().split(".")) for chemin in chemins)
    for lu, fois in ecrits.items():
        if fois > 1:
            yield f", {noms}: « {pas[lu]} » is written in two ways that are read as one."
        for longueur in range(1, len(lu)):
            if lu[:longueur] in pas:
                yield f", {noms}: « {pas[lu[:longueur]]} » is taken whole and « {pas[lu]} » from inside it."
