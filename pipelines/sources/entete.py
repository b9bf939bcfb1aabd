"""The columns of a table: under which names they came, which are missing, which nobody knows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.contracts.correspondances import Version
from pipelines.contracts.modele import Colonne, Contrat, Entite
from pipelines.sources import FichierRefuse
from pipelines.sources.lot import Cahier, Envoi

_MONTREES = 10


def recues(entite: Entite) -> list[Colonne]:
    """The columns the content of a file holds: all but those its name gives."""
    return [colonne for colonne in entite.colonnes if not colonne.du_nom]


def reconnaitre(
    contrat: Contrat, entite: str, emetteur: str, noms_selon: Callable[[Version], Sequence[str]]
) -> Version | None:
    """The first version of the export whose names are all there; `noms_selon`: the names, read as a version would."""
    for version in contrat.versions:
        if version.vaut_pour(entite, emetteur) and version.colonnes.keys() <= set(noms_selon(version)):
            return version
    return None


def avec_valeurs(frame: pl.DataFrame, version: Version | None) -> pl.DataFrame:
    """`frame` (columns of the contract) with the texts of a version replaced by those of the contract."""
    valeurs = version.valeurs if version else {}
    return frame.with_columns(pl.col(nom).str.strip_chars().replace(textes) for nom, textes in valeurs.items())


@dataclass(frozen=True)
class Entete:
    """The names a table came under; `lieu` is where they stand, `aide` ends the sentence on what is missing."""

    noms: Sequence[str]
    lieu: str
    aide: str


def rapprocher(recue: Entete, envoi: Envoi, version: Version | None, cahier: Cahier) -> list[str]:
    """The names of a table as the contract says them; refuse one that lacks a needed column, remark the others."""
    entite = envoi.entite
    traduction = version.colonnes if version else {}
    noms = [traduction.get(recu, recu) for recu in recue.noms]
    absentes = [colonne for colonne in recues(entite) if colonne.recu not in noms]
    if any(_necessaire(colonne, entite) for colonne in absentes):
        raise FichierRefuse("colonne_absente", _manque(absentes, entite, version, recue))
    if len(set(noms)) != len(noms):
        raise FichierRefuse("colonne_repetee", f"{recue.lieu} : une colonne y figure deux fois.")
    if absentes:
        sans = _liste([colonne.recu for colonne in absentes])
        phrase = f"{recue.lieu} : sans {sans}, que le contrat permet d'omettre ; rien n'y est lu."
        cahier.remarquer(envoi.index, "colonne_facultative_absente", phrase)
    attendus = {colonne.recu for colonne in recues(entite)}
    if en_trop := [rang for rang, nom_ in enumerate(noms) if nom_ not in attendus]:
        # By place: a header run into the first row, or a value put there, would name somebody
        places = _liste([f"la {rang + 1}e" for rang in en_trop])
        phrase = f"{recue.lieu} : colonnes que le contrat ne connaît pas, écartées : {places}."
        cahier.remarquer(envoi.index, "colonne_inconnue", phrase)
    return noms


def _necessaire(colonne: Colonne, entite: Entite) -> bool:
    return colonne.requis or bool(colonne.si_absente) or colonne.recu in entite.cle_metier


def _manque(absentes: list[Colonne], entite: Entite, version: Version | None, recue: Entete) -> str:
    """What is missing, needed columns first. The header itself is not quoted: without one, it is the first row."""
    appelees = {cible: recu for recu, cible in version.colonnes.items()} if version else {}
    absentes = sorted(absentes, key=lambda colonne: not _necessaire(colonne, entite))
    noms = ", ".join(appelees.get(colonne.recu, colonne.recu) for colonne in absentes)
    raisons = dict.fromkeys(colonne.si_absente.strip() for colonne in absentes if colonne.si_absente)
    phrases = [f"{recue.lieu} : il manque à l'en-tête {noms}.", recue.aide, *raisons]
    return " ".join(phrase for phrase in phrases if phrase)


def _liste(noms: list[str]) -> str:
    suite = f" et {len(noms) - _MONTREES} autres" if len(noms) > _MONTREES else ""
    return ", ".join(noms[:_MONTREES]) + suite
