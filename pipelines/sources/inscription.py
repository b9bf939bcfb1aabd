"""Registrations and their ends: the flow of France Travail to the départements (ISO-8859-1, semicolons, header)."""

from pipelines.contracts.modele import charger
from pipelines.sources import FichierRecu, Lecture
from pipelines.sources.delimite import Format, lire_delimites


class Inscription:
    """Files inscriptions_, stock_ (entity `inscription`) and cessations_ (entity `cessation`)."""

    nom = "inscription"
    taille_lot = 128 * 2**20

    def lire(self, lot: list[FichierRecu]) -> Lecture:
        return lire_delimites(lot, charger(self.nom), Format(separateur=";", encodage="latin-1"))
