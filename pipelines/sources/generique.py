"""The reader of every source whose contract says enough: which format, which columns, under which names.

A lot may mix entities and formats: each file says by its name what it carries, and its contract how that is written.
"""

from collections.abc import Callable, Iterator
from datetime import date

import polars as pl

from pipelines.contracts.modele import Colonne, Contrat, Entite, charger, sans_porteur
from pipelines.sources import FichierRecu, FichierRefuse, Lecture, delimite, lignes_json, liste_json, parquet
from pipelines.sources.lot import Cahier, Envoi, nommer

_Lecteur = Callable[[list[Envoi], Contrat, Cahier], dict[str, list[pl.DataFrame]]]
_LECTEURS: dict[str, _Lecteur] = {
    "delimite": delimite.lire,
    "json_lignes": lignes_json.lire,
    "json_liste": liste_json.lire,
    "parquet": parquet.lire,
}
_EnParties = Callable[[Envoi, Contrat, Cahier, int], Iterator[tuple[Cahier, dict[str, list[pl.DataFrame]]]]]
_EN_PARTIES: dict[str, _EnParties] = {"delimite": delimite.parties, "json_lignes": lignes_json.parties}
OCTETS_PAR_PARTIE = 32 * 2**20
_NUMEROS = {"fichier": pl.UInt32, "unite": pl.UInt32, "ligne": pl.UInt32}


class LecteurAbsent(Exception):
    """A contract says its files have a reader of their own, and none is registered."""


class Generique:
    """Reads the files of the source `nom` as its contract says."""

    taille_lot = 96 * 2**20

    def __init__(self, nom: str) -> None:
        self.nom = nom

    def lire(self, lot: list[FichierRecu]) -> Lecture:
        return lire_selon_contrat(lot, charger(self.nom))

    def parties(self, lot: list[FichierRecu]) -> Iterator[Lecture]:
        """The same; a file that is alone in its lot is read some lines at a time, when its format allows it."""
        contrat, cahier = charger(self.nom), Cahier(lot)
        try:
            envoi = _envoi(0, lot[0], contrat, cahier)
        except FichierRefuse:
            envoi = None  # said again, and noted, by the reading of the whole
        if envoi is None or len(lot) > 1 or not _se_lit_en_parties(envoi, contrat):
            yield self.lire(lot)
            return
        for notes, frames in _EN_PARTIES[_format(envoi)](envoi, contrat, cahier, OCTETS_PAR_PARTIE):
            entites = {nom: _assembler(frames.get(nom, []), e, [envoi]) for nom, e in contrat.entites.items()}
            yield Lecture(entites, notes.refus, notes.fichiers)


def lire_selon_contrat(lot: list[FichierRecu], contrat: Contrat) -> Lecture:
    """Read a lot: every file by the format of its entity, all entities of the contract given, even empty."""
    cahier = Cahier(lot)
    par_format: dict[str, list[Envoi]] = {}
    for index, fichier in enumerate(lot):
        try:
            envoi = _envoi(index, fichier, contrat, cahier)
        except FichierRefuse as refus:
            cahier.refuser_fichier(index, refus)
            continue
        par_format.setdefault(_format(envoi), []).append(envoi)
    parties: dict[str, list[pl.DataFrame]] = {}
    for format_, envois in par_format.items():
        if format_ not in _LECTEURS:
            raise LecteurAbsent(
                f"The contract of « {contrat.source} » says lecture.format: {format_}. Register its reader in "
                f"pipelines/sources/__init__.py, or choose one of {', '.join(_LECTEURS)}."
            )
        for nom, frames in _LECTEURS[format_](envois, contrat, cahier).items():
            parties.setdefault(nom, []).extend(frames)
    envois = [envoi for du_format in par_format.values() for envoi in du_format]
    entites = {nom: _assembler(parties.get(nom, []), entite, envois) for nom, entite in contrat.entites.items()}
    return Lecture(entites, cahier.refus, cahier.fichiers)


def _envoi(index: int, fichier: FichierRecu, contrat: Contrat, cahier: Cahier) -> Envoi:
    """A file whose name was read; it carries the entities that share the pattern of its name."""
    nom = nommer(contrat, fichier.nom)
    cahier.noter(index, emetteur=nom.emetteur, mois=nom.mois)
    motif = contrat.entites[nom.entite].nom_fichier
    return Envoi(index, fichier, nom, tuple(e for e in contrat.entites.values() if e.nom_fichier == motif))


def _se_lit_en_parties(envoi: Envoi, contrat: Contrat) -> bool:
    """Lines can be read in turn, unless only all of them together tell the version of the export (JSON)."""
    format_ = _format(envoi)
    versions = (v for v in contrat.versions for e in envoi.entites if v.vaut_pour(e.nom, envoi.nom.emetteur))
    return format_ in _EN_PARTIES and (format_ == "delimite" or not any(versions))


def _format(envoi: Envoi) -> str:
    """The format of the entity, unless the extension of the file says another."""
    lecture, extension = envoi.entite.lecture, sans_porteur(envoi.fichier.nom).rpartition(".")[2]
    return lecture.get("extensions", {}).get(extension, lecture["format"])


def _assembler(parties: list[pl.DataFrame], entite: Entite, envois: list[Envoi]) -> pl.DataFrame:
    """The rows of an entity in the order of files and lines, with what the names of the files say."""
    attendues = [colonne.recu for colonne in entite.colonnes]
    vide = pl.DataFrame(schema=_NUMEROS | dict.fromkeys(attendues, pl.String))
    if not parties:
        return vide
    frame = pl.concat(parties).sort("fichier", "ligne", maintain_order=True)
    dits = [_dit_par_le_nom(colonne, envois) for colonne in entite.colonnes if colonne.du_nom]
    return frame.with_columns(dits).select(vide.columns).cast(vide.schema)


def _dit_par_le_nom(colonne: Colonne, envois: list[Envoi]) -> pl.Expr:
    dits = {envoi.index: _part(colonne, envoi) for envoi in envois}
    dit = pl.col("fichier").replace_strict(list(dits), list(dits.values()), return_dtype=pl.String, default=None)
    return dit.alias(colonne.recu)


def _part(colonne: Colonne, envoi: Envoi) -> str | None:
    """The text a name gives a column, a date written as the contract expects it."""
    dit = envoi.nom.parts.get(colonne.du_nom or "")
    if dit is None or colonne.logique != "date" or not colonne.format:
        return dit
    return date.fromisoformat(dit if colonne.du_nom == "jour" else f"{dit}-01").strftime(colonne.format)
