"""The summaries of past deliveries: counted once, kept under interne/qualite/resumes, again when the lake changes."""

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from pipelines import territories
from pipelines.contracts import Contrat
from pipelines.contracts.lots import maison
from pipelines.landing.registre import chemin_du_registre, lire
from pipelines.qualite.comptage import Compteur, Tables, codes_de_commune
from pipelines.qualite.resume import Resume
from pipelines.roots import Roots

VERSION = 1
"""Raised when the code makes another summary of the same rows: every summary is then made again."""


def livraisons(roots: Roots, source: str) -> list[date]:
    """The reception dates that have landed, oldest first."""
    return sorted(date.fromisoformat(chemin.stem) for chemin in (roots.registre / source).glob("*.jsonl"))


def a_juger(jours: list[date], cadence: str) -> list[date]:
    """The deliveries of the last period: a late file must not hide the delivery it was late for."""
    if not jours:
        return []
    debut = _recule(jours[-1], _pas(cadence), 1)
    return [jour for jour in jours if jour > debut] if debut else jours[-1:]


def comparables(jour: date, jours: Iterable[date], cadence: str) -> list[date]:
    """Past deliveries to compare that of `jour` with, oldest first: in each earlier period, the one received nearest to
    the same moment, if it is near; every past delivery of a source that has no cadence."""
    passees = [autre for autre in jours if autre < jour]
    profondeur, pas = maison().historique["profondeur"], _pas(cadence)
    if pas is None:
        return passees[-profondeur:]
    tolerance = maison().cadences[cadence]["tolerance_jours"]
    trouvees = set()
    for rang in range(1, profondeur + 1):
        vise = _recule(jour, pas, rang)
        proches = [autre for autre in passees if abs((autre - vise).days) <= tolerance]
        if proches:
            trouvees.add(min(proches, key=lambda autre, vise=vise: (abs((autre - vise).days), autre)))
    return sorted(trouvees)


def resumes(roots: Roots, contrat: Contrat, jours: Iterable[date]) -> dict[date, Resume]:
    """The summaries of these deliveries; only those that are not kept yet are counted."""
    dossier = roots.qualite / "resumes" / contrat.source
    registres = {jour: lire(chemin_du_registre(roots, contrat.source, jour)) for jour in sorted(set(jours))}
    trouves, manquants, maniere = {}, {}, _maniere()
    for jour, lignes in registres.items():
        signature = f"{maniere}:{lignes[0]['signature']}"
        garde = _lire(dossier / f"{jour}.json")
        if garde and garde.signature == signature:
            trouves[jour] = garde
        else:
            manquants[jour] = signature
    if manquants:
        tables = Tables(contrat, {jour: roots.lac / contrat.source / str(jour) for jour in manquants})
        comptes = Compteur(territories.charger(), roots.qualite / ".encours").compter(tables)
        dossier.mkdir(parents=True, exist_ok=True)
        for jour, signature in manquants.items():
            trouves[jour] = Resume(
                source=contrat.source,
                date_reception=jour,
                signature=signature,
                fichiers=len(registres[jour]),
                unites=sum(ligne["unites_recues"] for ligne in registres[jour]),
                quarantaine=sum(ligne["quarantaine"] for ligne in registres[jour]),
                entites=comptes[jour],
            )
            provisoire = dossier / f"{jour}.tmp"
            provisoire.write_text(trouves[jour].model_dump_json(exclude_none=True), encoding="utf-8")
            provisoire.replace(dossier / f"{jour}.json")
    return trouves


def oublier_les_parties(roots: Roots, source: str) -> None:
    """Delete the summaries of deliveries that have left the lake."""
    presentes = {str(jour) for jour in livraisons(roots, source)}
    for chemin in (roots.qualite / "resumes" / source).glob("*.json"):
        if chemin.stem not in presentes:
            chemin.unlink()


@lru_cache(maxsize=1)
def _maniere() -> str:
    """What a summary depends on besides the landed rows: the code, the known communes, what is too small to show."""
    communes = hashlib.sha256(",".join(codes_de_commune(territories.charger())).encode()).hexdigest()[:12]
    return f"{VERSION}:{communes}:{maison().petites_modalites}"


def _lire(chemin: Path) -> Resume | None:
    """A kept summary; None when there is none that this code can read."""
    if not chemin.exists():
        return None
    try:
        return Resume.model_validate_json(chemin.read_bytes())
    except ValueError:
        return None


def _pas(cadence: str) -> str | None:
    return maison().cadences[cadence].get("pas")


def _recule(jour: date, pas: str | None, fois: int) -> date | None:
    """The same moment `fois` periods before; a month's end clips."""
    if pas is None:
        return None
    nombre, unite = int(pas.rstrip("dmo")), pas.lstrip("0123456789")
    return pl.select(pl.lit(jour).dt.offset_by(f"-{nombre * fois}{unite}")).item()
