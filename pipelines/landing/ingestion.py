"""Ingest a source: every reception date asked for, landed or skipped, with what came of it."""

import fcntl
import logging
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TextIO

import polars as pl

from pipelines.contracts import charger
from pipelines.identity import Cles
from pipelines.landing import corrections, journal, partition, suivi
from pipelines.landing.bilan import Bilan
from pipelines.landing.depot import Entree, egarees, inventorier
from pipelines.landing.partition import Porte
from pipelines.roots import Roots
from pipelines.sources import toutes

_journal = logging.getLogger("pilotage.landing")


class IngestionEnCours(Exception):
    """Another process is landing this source."""


def ingerer(
    roots: Roots,
    cles: Cles,
    source: str,
    dates: list[date] | None = None,
    progres: Callable[[str], None] | None = None,
) -> Bilan:
    """Land what the dépôt holds of `source` (`dates`: only those; by default all), and count it.

    A partition whose files, contract, key and corrections have not changed is skipped; one whose files are gone is
    removed.
    """
    debut, bilan, dire = time.perf_counter(), Bilan(source), progres or _journal.info
    lecteurs, contrat = toutes(), charger(source)
    with _seul(roots, source):
        partition.tables_vides(roots, contrat)
        inventaire = inventorier(roots, contrat)
        demandees = _corrections(roots, source)
        derniere = max(inventaire, default=date.max)
        en_vigueur = corrections.en_vigueur(demandees, source, derniere)
        porte = Porte(roots, lecteurs[source], contrat, cles, dire, en_vigueur)
        bilan.phrases += egarees(roots, source, set(lecteurs))
        connues = {date.fromisoformat(c.stem) for c in (roots.registre / source).glob("????-??-??.jsonl")}
        for jour in sorted(connues | set(inventaire) if dates is None else set(dates)):
            if jour in inventaire:
                _une_date(porte, inventaire[jour], bilan)
            elif jour in connues:
                partition.retirer(roots, source, jour)
                bilan.phrases.append(f"depot/{source}/{jour} : les fichiers ont été retirés, leurs lignes aussi.")
        bilan.phrases += suivi.phrases(roots, demandees)
    bilan.secondes = time.perf_counter() - debut
    for phrase in bilan.phrases:
        dire(phrase)
    dire(str(bilan))
    return bilan


def _une_date(porte: Porte, entrees: list[Entree], bilan: Bilan) -> None:
    if deja := partition.deja_deposee(porte, entrees):
        # Stopped between the ledger and the journal, the run before left events to write
        journal.noter(porte.roots, porte.contrat.source, entrees[0].date_reception, deja)
        bilan.ajouter(deja, deposee=False)
        return
    try:
        lignes = partition.deposer(porte, entrees)
    except partition.DepotMouvant as erreur:
        bilan.phrases.append(str(erreur))
        return
    bilan.ajouter(lignes, deposee=True)


def _corrections(roots: Roots, source: str) -> pl.DataFrame:
    """The corrections of `source`; the register is read by one process at a time, the others wait."""
    if source == corrections.SOURCE or not (roots.depot / corrections.SOURCE).is_dir():
        return pl.DataFrame(schema=corrections.CORRECTIONS)
    with _verrou(roots, corrections.SOURCE) as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        return corrections.lire_corrections(roots).filter(pl.col("source") == source)


def _verrou(roots: Roots, source: str) -> TextIO:
    dossier = roots.registre / source
    dossier.mkdir(parents=True, exist_ok=True)
    return (dossier / ".verrou").open("w")


@contextmanager
def _seul(roots: Roots, source: str) -> Iterator[None]:
    """One landing at a time per source; what an interrupted one left aside is swept away."""
    with _verrou(roots, source) as verrou:
        try:
            fcntl.flock(verrou, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as erreur:
            raise IngestionEnCours(
                f"Another process is landing « {source} » in {roots.home}: wait for it, or stop it, then run again."
            ) from erreur
        for reste in (roots.lac / ".encours").glob(f"{source}-*"):
            shutil.rmtree(reste, ignore_errors=True)
        yield
