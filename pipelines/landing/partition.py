"""One (source, reception date): skipped when nothing changed, otherwise built aside and put in place by renaming."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.contracts import Contrat
from pipelines.contracts.passage import schema_du_lac
from pipelines.contracts.refus import REJET
from pipelines.identity import Cles
from pipelines.landing import corrections, journal, quarantaine, registre, suivi
from pipelines.landing.depot import Entree
from pipelines.landing.lot import LotPose, additionner, decouper, traiter
from pipelines.roots import Roots
from pipelines.sources import Source

VERSION = 5
"""Raised when the code of the door makes other rows of the same files: every partition is then landed again."""


class DepotMouvant(Exception):
    """A file changed while it was read; the partition is left for the next run."""


@dataclass(frozen=True)
class Porte:
    """What landing one source takes: the house, the reader, the contract, the keys, whom to tell, what to correct."""

    roots: Roots
    source: Source
    contrat: Contrat
    cles: Cles
    dire: Callable[[str], None]
    corrections: pl.DataFrame


def signature(porte: Porte, entrees: list[Entree]) -> str:
    """What a landed partition depends on, in one hash: code, contract, key, corrections of its files, files and which
    of them came before."""
    fichiers = [(entree.nom, entree.sha256, entree.regle, entree.deja_recu) for entree in entrees]
    corrigees = corrections.trace(porte.corrections, {entree.court for entree in entrees})
    tout = [VERSION, porte.contrat.source, porte.contrat.empreinte, porte.cles.identifiant, corrigees, fichiers]
    return hashlib.sha256(json.dumps(tout).encode()).hexdigest()


def deja_deposee(porte: Porte, entrees: list[Entree]) -> list[dict]:
    """The ledger lines of a partition landed before from the same files; none when it must be landed."""
    jour, source = entrees[0].date_reception, porte.contrat.source
    lignes = registre.lire(registre.chemin_du_registre(porte.roots, source, jour))
    en_place = (porte.roots.lac / source / str(jour)).is_dir()
    return lignes if en_place and lignes and lignes[0]["signature"] == signature(porte, entrees) else []


def retirer(roots: Roots, source: str, jour: date) -> None:
    """Remove a partition whose files have left the dépôt."""
    registre.chemin_du_registre(roots, source, jour).unlink(missing_ok=True)
    quarantaine.chemin_de_la_quarantaine(roots, source, jour).unlink(missing_ok=True)
    suivi.chemin_du_suivi(roots, source, jour).unlink(missing_ok=True)
    shutil.rmtree(roots.lac / source / str(jour), ignore_errors=True)
    journal.noter(roots, source, jour, [])


def deposer(porte: Porte, entrees: list[Entree]) -> list[dict]:
    """Land one partition; its ledger lines. Interrupted at any point, the next run starts it again from its files."""
    jour, source, contrat = entrees[0].date_reception, porte.source.nom, porte.contrat
    a_cote = porte.roots.lac / ".encours" / f"{source}-{jour}"
    shutil.rmtree(a_cote, ignore_errors=True)
    a_cote.mkdir(parents=True)
    lisibles = [entree for entree in entrees if entree.regle is None]
    lots = list(decouper(lisibles, porte.source.taille_lot))
    poses: list[LotPose] = []
    for rang, lot in enumerate(lots):
        avant = len(poses)
        for pose in traiter(porte.source, lot, contrat, porte.cles, porte.corrections):
            if pose.reprise:
                _oublier(a_cote, poses, avant)
            _ecrire_lot(a_cote, pose, contrat, f"-{len(poses) + 1:04d}")
            pose.entites.clear()
            poses.append(pose)
        if len(lots) > 1:
            porte.dire(f"{source} {jour}: {rang + 1} of {len(lots)} lots read")
    if len(poses) == 1:
        _sans_numero(a_cote)
    _exiger_immobile(lisibles)
    lignes = _lignes_du_registre(entrees, poses, porte)
    _mettre_en_place(porte.roots, source, jour, a_cote)
    refus = [_entrees_refusees(entrees), *(pose.refus for pose in poses)]
    quarantaine.ecrire(quarantaine.chemin_de_la_quarantaine(porte.roots, source, jour), refus)
    suivi.ecrire(porte.roots, source, jour, [pose.corrections for pose in poses])
    registre.ecrire(registre.chemin_du_registre(porte.roots, source, jour), lignes)
    journal.noter(porte.roots, source, jour, lignes)
    return lignes


def _ecrire_lot(dossier: Path, pose: LotPose, contrat: Contrat, suffixe: str) -> None:
    for nom, schema in schema_du_lac(contrat).items():
        frame = pose.entites.get(nom)
        frame = pl.DataFrame(schema=schema) if frame is None else frame
        frame.write_parquet(dossier / f"{nom}{suffixe}.parquet", compression="zstd")


def _oublier(dossier: Path, poses: list[LotPose], avant: int) -> None:
    """Forget the parts that came after the first `avant` ones."""
    for rang in range(avant, len(poses)):
        for chemin in dossier.glob(f"*-{rang + 1:04d}.parquet"):
            chemin.unlink()
    del poses[avant:]


def _sans_numero(dossier: Path) -> None:
    """A delivery that makes one file of each entity needs no number in its name."""
    for chemin in dossier.glob("*-0001.parquet"):
        chemin.rename(chemin.with_name(chemin.name.replace("-0001.", ".")))


def _exiger_immobile(entrees: list[Entree]) -> None:
    for entree in entrees:
        if not entree.immobile:
            raise DepotMouvant(f"{entree.nom} changed while it was read: its date is left for the next run.")


def _mettre_en_place(roots: Roots, source: str, jour: date, a_cote: Path) -> None:
    """The ledger goes first and comes back last: without it, whatever is in place is landed again."""
    registre.chemin_du_registre(roots, source, jour).unlink(missing_ok=True)
    cible = roots.lac / source / str(jour)
    cible.parent.mkdir(parents=True, exist_ok=True)
    if cible.exists():
        ancienne = a_cote.with_name(a_cote.name + ".ancienne")
        shutil.rmtree(ancienne, ignore_errors=True)
        os.replace(cible, ancienne)
        os.replace(a_cote, cible)
        shutil.rmtree(ancienne)
    else:
        os.replace(a_cote, cible)


def _entrees_refusees(entrees: list[Entree]) -> pl.DataFrame:
    lignes = [
        {"fichier": entree.court, "regle": entree.regle, "message": entree.message, "gravite": REJET}
        for entree in entrees
        if entree.regle
    ]
    return pl.DataFrame(lignes, schema=quarantaine.SCHEMA)


def _lignes_du_registre(entrees: list[Entree], poses: list[LotPose], porte: Porte) -> list[dict]:
    """One line per entry, in order of names; the counts of a file read in parts are added up."""
    comptes = additionner(pose.comptes for pose in poses)
    signature_ = signature(porte, entrees)
    return [_ligne_du_registre(e, comptes.get(e.nom), porte) | {"signature": signature_} for e in entrees]


def _ligne_du_registre(entree: Entree, compte: dict | None, porte: Porte) -> dict:
    contrat = porte.contrat
    compte = compte or {}
    mois = compte.get("mois")
    statut, motif = _statut(entree, compte)
    return {
        "source": contrat.source,
        "fichier": entree.court,
        "sha256": entree.sha256,
        "nom": entree.nom,
        "octets": entree.octets,
        "date_reception": str(entree.date_reception),
        "emetteur": compte.get("emetteur"),
        "mois": str(mois) if mois else None,
        "statut": statut,
        "unites_recues": compte.get("unites_recues", 0),
        "acceptees": compte.get("acceptees", 0),
        "quarantaine": compte.get("quarantaine", 0),
        "doublons": compte.get("doublons", 0),
        "hors_champ": compte.get("hors_champ", 0),
        "lignes": compte.get("lignes", 0),
        "lignes_ecartees": compte.get("lignes_ecartees", 0),
        "motif": motif,
        "contrat_version": contrat.version,
        **_causes(entree, porte),
    }


def _causes(entree: Entree, porte: Porte) -> dict[str, str | int]:
    """What the outcome of a file depends on besides the files: the journal tells which of them had it read again."""
    corrigee = corrections.trace(porte.corrections, {entree.court})
    return {
        "code": VERSION,
        "contrat_empreinte": porte.contrat.empreinte[:12],
        "cle": porte.cles.identifiant,
        "corrections": hashlib.sha256(corrigee.encode()).hexdigest()[:12] if corrigee else "",
    }


def _statut(entree: Entree, compte: dict) -> tuple[str, str | None]:
    if compte.get("deja_recu"):
        return "doublon", f"même contenu que {compte['deja_recu']}"
    if motif := entree.message or compte.get("refus_fichier_message"):
        return "refuse", motif
    if compte["quarantaine"] and not compte["acceptees"]:
        return "refuse", "aucune unité du fichier n'est acceptable : voir la quarantaine"
    return "accepte", None


def tables_vides(roots: Roots, contrat: Contrat) -> None:
    """Zero-row typed files, so that every entity of every source can be read before anything has landed."""
    dossier = roots.lac / contrat.source / "0000-00-00"
    dossier.mkdir(parents=True, exist_ok=True)
    for nom, schema in schema_du_lac(contrat).items():
        chemin = dossier / f"{nom}.parquet"
        if not chemin.exists() or pl.read_parquet_schema(chemin) != pl.Schema(schema):
            provisoire = chemin.with_suffix(".tmp")
            pl.DataFrame(schema=schema).write_parquet(provisoire, compression="zstd")
            provisoire.replace(chemin)
