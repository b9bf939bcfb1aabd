"""The dépôt on disk: which files were received when, what is out of place, which content came twice."""

import hashlib
import os
import re
import stat
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.contracts import Contrat
from pipelines.roots import Roots

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MORCEAU = 2**20
_CACHE = {"date": pl.String, "nom": pl.String, "octets": pl.Int64, "mtime_ns": pl.Int64, "sha256": pl.String}


@dataclass(frozen=True)
class Entree:
    """An entry of a reception folder. `regle` and `message` say why it cannot be a received file, when it cannot."""

    chemin: Path
    date_reception: date
    octets: int
    mtime_ns: int
    regle: str | None = None
    message: str | None = None
    sha256: str = ""
    deja_recu: str | None = None

    @property
    def nom(self) -> str:
        return self.chemin.name

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
        f"{entree.date_reception}/{entree.nom}/{entree.octets}/{entree.mtime_ns}"
        for dossiers in [_dossiers(roots, source)]
        for jour in sorted(dossiers)
        for entree in _entrees(dossiers[jour], jour)
    ]
    return hashlib.sha256("\n".join(traces).encode()).hexdigest()[:16]


def egarees(roots: Roots, source: str, sources: set[str]) -> list[str]:
    """Sentences on what is not where a file can be: unknown source, folder that is not a date, loose file."""
    phrases = []
    if roots.depot.is_dir():
        for entree in sorted(os.scandir(roots.depot), key=lambda e: e.name):
            if entree.name not in sources and not entree.name.startswith("."):
                phrases.append(
                    f"depot/{entree.name} : ce dossier n'est celui d'aucune source ({', '.join(sorted(sources))}) ; "
                    "rien n'y est lu. Déplacez les fichiers vers depot/<source>/<AAAA-MM-JJ>/."
                )
    dossier = roots.depot / source
    if dossier.is_dir():
        dates = {str(jour) for jour in _dossiers(roots, source)}
        for entree in sorted(os.scandir(dossier), key=lambda e: e.name):
            if entree.name not in dates and not entree.name.startswith("."):
                phrases.append(
                    f"depot/{source}/{entree.name} : le nom attendu est celui d'un dossier à la date de réception "
                    "(AAAA-MM-JJ) ; rien n'y est lu. Renommez ou déplacez."
                )
    return phrases


def inventorier(roots: Roots, contrat: Contrat) -> dict[date, list[Entree]]:
    """Every entry of a source by reception date, in order of names, with its hash and whether it was received before.

    Hashes are kept from one run to the next by (date, name, size, modification time): an unchanged file is not read.
    A content is a duplicate when the same bytes came earlier by (date, name), whatever the order of processing, under a
    name that says the same (entity, sender, month): what was refused for its name and comes again under the right one
    is new.
    """
    source = contrat.source
    cache_chemin = roots.registre / source / ".empreintes.parquet"
    cache = _lire_cache(cache_chemin)
    par_date = {
        jour: [_condenser(entree, cache) for entree in _entrees(dossier, jour)]
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
    entrees = []
    for nom in _noms(dossier):
        etat = (dossier / nom).lstat()
        entree = Entree(dossier / nom, jour, etat.st_size, etat.st_mtime_ns)
        if stat.S_ISLNK(etat.st_mode):
            entree = _refusee(entree, "lien_symbolique", "est un lien, pas un fichier. Déposez le fichier lui-même.")
        elif stat.S_ISDIR(etat.st_mode):
            entree = _refusee(
                entree, "sous_dossier", "est un dossier ; rien n'y est lu. Déposez les fichiers un cran plus haut."
            )
        elif not stat.S_ISREG(etat.st_mode):
            entree = _refusee(entree, "fichier_special", "n'est pas un fichier ordinaire. Déposez un fichier.")
        entrees.append(entree)
    return entrees


def _refusee(entree: Entree, regle: str, phrase: str) -> Entree:
    """An entry that is not read: named by its name, since it has no content of its own."""
    nomme = hashlib.sha256(f"{regle}:{entree.date_reception}/{entree.nom}".encode()).hexdigest()
    return replace(entree, regle=regle, message=f"{entree.nom} {phrase}", sha256=nomme)


def _condenser(entree: Entree, cache: dict[tuple, str]) -> Entree:
    if entree.regle is not None:
        return entree
    connu = cache.get((str(entree.date_reception), entree.nom, entree.octets, entree.mtime_ns))
    if connu:
        return replace(entree, sha256=connu)
    condense = hashlib.sha256()
    try:
        with entree.chemin.open("rb") as fichier:
            while morceau := fichier.read(_MORCEAU):
                condense.update(morceau)
    except OSError:
        return _refusee(entree, "fichier_illisible", "ne peut pas être ouvert. Vérifiez ses droits de lecture.")
    return replace(entree, sha256=condense.hexdigest())


def _lire_cache(chemin: Path) -> dict[tuple, str]:
    if not chemin.exists():
        return {}
    cache = pl.read_parquet(chemin)
    cles = zip(*(cache[nom].to_list() for nom in ("date", "nom", "octets", "mtime_ns")), strict=True)
    return dict(zip(cles, cache["sha256"].to_list(), strict=True))


def _ecrire_cache(chemin: Path, cache: dict[tuple, str], entrees: list[Entree]) -> None:
    lues = {(str(e.date_reception), e.nom, e.octets, e.mtime_ns): e.sha256 for e in entrees if e.regle is None}
    if lues == cache:
        return
    chemin.parent.mkdir(parents=True, exist_ok=True)
    lignes = [(*cle, sha256) for cle, sha256 in lues.items()]
    provisoire = chemin.with_suffix(".tmp")
    pl.DataFrame(lignes, schema=_CACHE, orient="row").write_parquet(provisoire)
    provisoire.replace(chemin)
