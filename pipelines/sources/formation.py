"""Trainings: the trainees extract of France Travail (UTF-8, vertical bars, `NULL` for a missing value)."""

from pipelines.contracts.modele import charger
from pipelines.sources import FichierRecu, Lecture
from pipelines.sources.delimite import Format, lire_delimites


class Formation:
    """Files stagiaires_: one row per person and session."""

    nom = "formation"
    taille_lot = 128 * 2**20

    def lire(self, lot: list[FichierRecu]) -> Lecture:
        return lire_delimites(lot, charger(self.nom), Format(separateur="|", encodage="utf-8"))
