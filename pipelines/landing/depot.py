"""The dépôt on disk: which files were received when, what is out of place, which content came twice."""

import hashlib
import os
import re
import stat
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

import polars as pl

from pipelines.contracts import Contrat
from pipelines.landing import noms
from pipelines.roots import Roots
from pipelines.sources import FichierRefuse, archive
from pipelines.sources.bornes import MORCEAU, plafond_d_expansion

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CACHE = {
    "date": pl.String,
    "nom": pl.String,
    "octets_du_porteur": pl.Int64,
    "mtime_ns": pl.Int64,
    "octets": pl.Int64,
    "sha256": pl.String,
}


@dataclass(frozen=True)
class Entree:
    """An entry of a reception folder, or a file of an archive found there (`membre`: its name inside).

    `octets` is its own size, `octets_du_porteur` that of what lies on disk. `regle` and `message` say why it cannot be
    a received file, when it cannot; `alias` is what it is called when its own name is not to be written.
    """

    chemin: Path
    date_reception: date
    octets_du_porteur: int
    mtime_ns: int
    octets: int = 0
    membre: str | None = None
    regle: str | None = None
    message: str | None = None
    sha256: str = ""
    deja_recu: str | None = None
    alias: str | None = None

    @property
    def nom(self) -> str:
        if self.alias:
            return self.alias
        return f"{self.chemin.name}/{self.membre}" if self.membre else self.chemin.name

    @property
    def immobile(self) -> bool:
        """Whether what lies on disk is what it was when the dépôt was inventoried."""
        try:
            etat = self.chemin.stat()
        except FileNotFoundError:
            return False
        return (etat.st_size, etat.st_mtime_ns) == (self.octets_du_porteur, self.mtime_ns)

    @property
    def court(self) -> str:
        """The 16 characters that name the content in the lake, the ledger and the quarantine."""
        return self.sha256[:16]


def dates_de_reception(roots: Roots, source: str) -> list[date]:
    """Reception dates of `source` that hold at least one entry, oldest first."""
    return sorted(jour for jour, dossier in _dossiers(roots, source).items() if _noms(dossier))


def empreinte_depot(roots: Roots, source: str) -> str:
    """A short text that changes when the files of `source` change (names, sizes, dates: contents are not read)."""
    traces = [
        f"{entree.date_reception}/{entree.nom}/{entree.octets_du_porteur}/{entree.mtime_ns}"
        for dossiers in [_dossiers(roots, source)]
        for jour in sorted(dossiers)
        for entree in _entrees(dossiers[jour], jour)
    ]
    return hashlib.sha256("\n".join(traces).encode()).hexdigest()[:16]


def entrees_d_un_fichier(chemin: Path) -> list[Entree]:
    """What a file would be in the dépôt (an archive: each file it holds), before it is sent; `chemin` must exist."""
    etat = chemin.lstat()
    (entree,) = _nommer([Entree(chemin, date.max, etat.st_size, etat.st_mtime_ns, etat.st_size)])
    return _condenser(entree, {})


def egarees(roots: Roots, source: str, sources: set[str]) -> list[str]:
    """Sentences on what is not where a file can be: unknown source, folder that is not a date, loose file."""
    phrases = []
    if roots.depot.is_dir():
        for entree in sorted(os.scandir(roots.depot), key=lambda e: e.name):
            if entree.name not in sources and not entree.name.startswith("."):
                connues = ", ".join(sorted(sources))
                phrases.append(
                    f"depot/{noms.montrer(entree.name)} : ce dossier n'est celui d'aucune source "
                    f"({connues}) ; rien n'y est lu. Déplacez les fichiers vers depot/<source>/<AAAA-MM-JJ>/."
                )
    dossier = roots.depot / source
    if dossier.is_dir():
        dates = {str(jour) for jour in _dossiers(roots, source)}
        for entree in sorted(os.scandir(dossier), key=lambda e: e.name):
            if entree.name not in dates and not entree.name.startswith("."):
                phrases.append(
                    f"depot/{source}/{noms.montrer(entree.name)} : le nom attendu est celui d'un dossier à la date de "
                    "réception (AAAA-MM-JJ) ; rien n'y est lu. Renommez ou déplacez."
                )
    return phrases


def inventorier(roots: Roots, contrat: Contrat) -> dict[date, list[Entree]]:
    """Every entry of a source by reception date, in order of names, with its hash and whether it was received before.

    An archive gives one entry for each file it holds, or a refused one when nothing of it can be read.
    Hashes are kept from one run to the next by (date, name, size, modification time): an unchanged file is not read.
    A content is a duplicate when the same bytes came earlier by (date, name), whatever the order of processing, under a
    name that says the same (entity, sender, month): what was refused for its name and comes again under the right one
    is new.
    """
    source = contrat.source
    cache_chemin = roots.registre / source / ".empreintes.parquet"
    cache = _lire_cache(cache_chemin)
    par_date = {
        jour: [lue for entree in _entrees(dossier, jour) for lue in _condenser(entree, cache)]
        for jour, dossier in sorted(_dossiers(roots, source).items())
    }
    _ecrire_cache(cache_chemin, cache, [entree for entrees in par_date.values() for entree in entrees])
    premiers: dict[tuple, Entree] = {}
    for entrees in par_date.values():
        for i, entree in enumerate(entrees):
            contenu = (entree.sha256, str(contrat.dit_par_le_nom(entree.nom)))
            if entree.regle is None and (premier := premiers.setdefault(contenu, entree)) is not entree:
                entrees[i] = replace(entree, deja_recu=f"{premier.nom}, reçu le {premier.date_reception}")
    return {jour: entrees for jour, entrees in par_date.items() if entrees}


def _dossiers(roots: Roots, source: str) -> dict[date, Path]:
    dossier = roots.depot / source
    trouves = {}
    if dossier.is_dir():
        for entree in os.scandir(dossier):
            if entree.is_dir(follow_symlinks=False) and (jour := _jour(entree.name)):
                trouves[jour] = Path(entree.path)
    return trouves


def _jour(nom: str) -> date | None:
    try:
        return date.fromisoformat(nom) if _DATE.fullmatch(nom) else None
    except ValueError:
        return None


def _noms(dossier: Path) -> list[str]:
    return sorted(nom for nom in os.listdir(dossier) if not nom.startswith("."))


def _entrees(dossier: Path, jour: date) -> list[Entree]:
    etats = {nom: (dossier / nom).lstat() for nom in _noms(dossier)}
    entrees = [Entree(dossier / nom, jour, e.st_size, e.st_mtime_ns, e.st_size) for nom, e in etats.items()]
    return [
        entree if entree.regle else _fichier(entree, etats[entree.chemin.name].st_mode) for entree in _nommer(entrees)
    ]


def _nommer(entrees: list[Entree]) -> list[Entree]:
    """Refuse those whose name is not to be written; a number tells apart those that would then be called alike."""
    vus: Counter[str] = Counter()
    nommees = []
    for entree in entrees:
        if (defaut := noms.defaut(entree.nom)) is None:
            nommees.append(entree)
            continue
        montre = noms.montrer(entree.nom)
        vus[montre] += 1
        alias = montre if vus[montre] == 1 else f"{montre} ({vus[montre]})"
        nommees.append(_refusee(replace(entree, alias=alias), *defaut))
    return nommees


def _fichier(entree: Entree, mode: int) -> Entree:
    """The entry, refused unless it is an ordinary file."""
    if stat.S_ISLNK(mode):
        return _refusee(entree, "lien_symbolique", "est un lien, pas un fichier. Déposez le fichier lui-même.")
    if stat.S_ISDIR(mode):
        phrase = "est un dossier ; rien n'y est lu. Déposez les fichiers un cran plus haut."
        return _refusee(entree, "sous_dossier", phrase)
    if not stat.S_ISREG(mode):
        return _refusee(entree, "fichier_special", "n'est pas un fichier ordinaire. Déposez un fichier.")
    return entree


def _refusee(entree: Entree, regle: str, phrase: str) -> Entree:
    """An entry that is not read: named by its name, since it has no content of its own."""
    return _sans_contenu(entree, regle, f"{entree.nom} {phrase}")


def _sans_contenu(entree: Entree, regle: str, message: str) -> Entree:
    nomme = hashlib.sha256(f"{regle}:{entree.date_reception}/{entree.nom}".encode()).hexdigest()
    return replace(entree, regle=regle, message=message, sha256=nomme)


def _condenser(entree: Entree, cache: dict[tuple, tuple]) -> list[Entree]:
    """The entry with its hash; an archive as the files it holds, each with its own."""
    if entree.regle is not None:
        return [entree]
    if connu := cache.get(_cle(entree)):
        return [_avec_empreinte(entree, *connu)]
    try:
        with entree.chemin.open("rb") as fichier:
            if not archive.est_un_zip(fichier.read(8)):
                fichier.seek(0)
                return [_avec_empreinte(entree, *_empreinte(fichier, entree.octets))]
        return _deplier(entree, cache)
    except FichierRefuse as refus:
        return [_sans_contenu(entree, refus.regle, refus.message)]
    except OSError:
        return [_refusee(entree, "fichier_illisible", "ne peut pas être ouvert. Vérifiez ses droits de lecture.")]


def _deplier(porteur: Entree, cache: dict[tuple, tuple]) -> list[Entree]:
    """The files of an archive; what they hold together is bounded as the content of one compressed file is."""
    reste = plafond_d_expansion(porteur.octets_du_porteur)
    entrees = []
    for entree in _nommer([replace(porteur, membre=membre) for membre in archive.membres(porteur.chemin)]):
        if entree.regle:
            entrees.append(entree)
            continue
        try:
            connu = cache.get(_cle(entree))
            octets, sha256 = connu or _empreinte_du_membre(entree, reste)
        except FichierRefuse as refus:
            entrees.append(_sans_contenu(replace(entree, octets=0), refus.regle, refus.message))
            continue
        reste -= octets
        if reste < 0:
            raise FichierRefuse(
                "expansion_excessive",
                f"{porteur.nom} : le contenu décompressé dépasse ce qu'une archive de cette taille peut contenir. "
                "Découpez l'envoi en plusieurs archives.",
            )
        entrees.append(_avec_empreinte(entree, octets, sha256))
    return entrees


def _empreinte_du_membre(entree: Entree, reste: int) -> tuple[int, str]:
    try:
        with archive.ouvrir(entree.chemin, entree.membre or "") as contenu:
            return _empreinte(contenu, reste + 1)
    except archive.ERREURS as erreur:
        phrase = f"{entree.nom} : la compression est endommagée. Refaites l'archive et envoyez-la de nouveau."
        raise FichierRefuse("compression_illisible", phrase) from erreur


def _empreinte(fichier: BinaryIO, au_plus: int) -> tuple[int, str]:
    """(bytes, SHA-256) of a content, of which no more than `au_plus` bytes are read."""
    condense, octets = hashlib.sha256(), 0
    while octets < au_plus and (morceau := fichier.read(min(MORCEAU, au_plus - octets))):
        condense.update(morceau)
        octets += len(morceau)
    return octets, condense.hexdigest()


def _avec_empreinte(entree: Entree, octets: int, sha256: str) -> Entree:
    return replace(entree, octets=octets, sha256=sha256)


def _cle(entree: Entree) -> tuple:
    return (str(entree.date_reception), entree.nom, entree.octets_du_porteur, entree.mtime_ns)


def _lire_cache(chemin: Path) -> dict[tuple, tuple]:
    """(bytes, SHA-256) by what the disk says of an entry."""
    if not chemin.exists() or pl.read_parquet_schema(chemin) != pl.Schema(_CACHE):
        return {}
    return {ligne[:4]: ligne[4:] for ligne in pl.read_parquet(chemin).iter_rows()}


def _ecrire_cache(chemin: Path, cache: dict[tuple, tuple], entrees: list[Entree]) -> None:
    lues = {_cle(entree): (entree.octets, entree.sha256) for entree in entrees if entree.regle is None}
    if lues == cache:
        return
    chemin.parent.mkdir(parents=True, exist_ok=True)
    lignes = [(*cle, *connu) for cle, connu in lues.items()]
    provisoire = chemin.with_suffix(".tmp")
    pl.DataFrame(lignes, schema=_CACHE, orient="row").write_parquet(provisoire)
    provisoire.replace(chemin)
