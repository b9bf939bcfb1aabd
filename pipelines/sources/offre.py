"""Offers: one JSON line per offer at its state the day of extraction, with the fate of each of its posts."""

import polars as pl

from pipelines.contracts.modele import charger
from pipelines.sources import FichierRecu, Lecture
from pipelines.sources.lignes_json import lire_lignes, transformer
from pipelines.sources.lot import Cahier

_OFFRE = (
    "id",
    "dateCreation",
    "dateValidation",
    "dateCloture",
    "motifCloture",
    "nombrePostes",
    "typeContrat",
    "dureeContratJours",
    "qualificationCode",
    "romeCode",
    "dateExtraction",
)
_POSTE = ("rang", "statut", "datePourvoi", "mode")
_DETAILS = {"lieuTravail": "commune", "entreprise": "siret", "origineOffre": "origine"}
_STRUCTURE = (
    dict.fromkeys(_OFFRE, "VARCHAR")
    | {objet: {champ: "VARCHAR"} for objet, champ in _DETAILS.items()}
    | {"postes": [dict.fromkeys(_POSTE, "VARCHAR")]}
)
_NUMEROS = ("fichier", "unite", "ligne")


class Offre:
    """Files offres_: the unit is the line, an offer with its posts."""

    nom = "offre"
    taille_lot = 96 * 2**20

    def lire(self, lot: list[FichierRecu]) -> Lecture:
        cahier = Cahier(lot)
        lues = transformer(lire_lignes(lot, charger(self.nom), cahier, _STRUCTURE), _STRUCTURE, cahier)
        offre = lues.select(
            *_NUMEROS, *_OFFRE, *(pl.col(objet).struct.field(champ) for objet, champ in _DETAILS.items())
        )
        postes = lues.filter(pl.col("postes").list.len() > 0).explode("postes")
        poste = postes.select(
            *_NUMEROS, "id", "dateExtraction", *(pl.col("postes").struct.field(champ) for champ in _POSTE)
        )
        return Lecture({"offre": offre, "poste": poste}, cahier.refus, cahier.fichiers)
