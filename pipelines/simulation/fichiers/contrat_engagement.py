"""Contracts of engagement: one JSON line per contract that changed in the month, at its state at the month's end.

Half of the contracts tell their instants in universal time (Z), the others at the hour of Paris: the day is the same.
"""

from datetime import date

import polars as pl

from pipelines.simulation.fichiers import Bureau
from pipelines.simulation.fichiers.envois import Defaut, Format, Tournee
from pipelines.simulation.fichiers.etats import Etats
from pipelines.simulation.fichiers.texte import JOUR_ISO, fin_de, horodatage, json, objet, tirage
from pipelines.simulation.monde.modele import Bloc

_EVENEMENTS = ("creation", "signature", "refus", "suspension", "cloture")
_ETATS = Etats("contrat_engagement", "contrat_engagement", _EVENEMENTS, 71)
_ECRITURE = 72
_HEURES_PAR_ERREUR = 12.0


class EcrivainContratEngagement:
    """Files contrats_engagement_."""

    nom = "contrat_engagement"

    def poser(self, bureau: Bureau, rang: int, bloc: Bloc) -> None:
        _ETATS.poser(bureau, rang, bloc.contrat_engagement, bloc.personne)

    def envoyer(self, bureau: Bureau, mois: date) -> None:
        lignes = _ETATS.lire(bureau, mois)
        tournee = Tournee(bureau, Format.jsonl(self.nom, "contrats_engagement"), mois)
        # In a first sending, a faulty line forgets what happened in the month after the creation, and the hours
        oubli = lignes.with_columns(
            *(
                pl.when(~pl.col("fautive") | (pl.col(nom).cast(pl.Date) < mois)).then(nom).alias(nom)
                for nom in _EVENEMENTS[1:]
            ),
            heures=pl.when("fautive").then(_HEURES_PAR_ERREUR).otherwise("heures"),
        )
        tournee.premiers(_contrats(oubli, mois, "extraction"), _defauts(mois))
        tournee.rectificatifs(_contrats(lignes.filter("fautive"), mois, "extraction_rectifiee"))


def etat_au(lignes: pl.DataFrame, jour: date) -> pl.DataFrame:
    """The contracts as they were known on the evening of `jour`, with their `statut`."""
    connus = lignes.with_columns(
        pl.when(pl.col(nom).cast(pl.Date) <= jour).then(nom).alias(nom) for nom in _EVENEMENTS[1:]
    )
    return connus.with_columns(
        motif_cloture=pl.when(pl.col("cloture").is_not_null()).then("motif_cloture"),
        statut=pl.when(pl.col("cloture").is_not_null())
        .then(pl.lit("CLOTURE"))
        .when(pl.col("refus").is_not_null())
        .then(pl.lit("REFUSE"))
        .when(pl.col("suspension").is_not_null())
        .then(pl.lit("SUSPENDU"))
        .when(pl.col("signature").is_not_null())
        .then(pl.lit("SIGNE"))
        .otherwise(pl.lit("A_SIGNER")),
    )


def _contrats(lignes: pl.DataFrame, mois: date, extraction: str) -> pl.DataFrame:
    universel = tirage(pl.col("personne"), _ECRITURE) % 2 == 0
    champs = {
        "idContrat": json(pl.col("contrat")),
        "numeroFranceTravail": json(pl.col("identifiantpe")),
        "dateExtraction": json(pl.col(extraction).dt.strftime(JOUR_ISO)),
        "statut": json(pl.col("statut")),
        "rang": pl.col("rang").cast(pl.String),
        "organisme": json(pl.col("organisme")),
        "dateCreation": horodatage("creation", universel),
        "dateSignature": horodatage("signature", universel),
        "dateRefus": horodatage("refus", universel),
        "dateSuspension": horodatage("suspension", universel),
        "dateCloture": horodatage("cloture", universel),
        "motifCloture": json(pl.col("motif_cloture")),
        "heuresHebdomadaires": pl.col("heures").cast(pl.String).fill_null("null"),
    }
    return etat_au(lignes, fin_de(mois)).select("emetteur", texte=objet(champs))


def _defauts(mois: date) -> tuple[Defaut, ...]:
    ligne = (
        f'{{"idContrat":"CE-FAUTIF","numeroFranceTravail":"0000001Z001","dateExtraction":"{fin_de(mois)}",'
        f'"statut":"SIGNE","rang":1,"dateCreation":"{mois}T09:00:00.000","heuresHebdomadaires":15}}'
    )
    return (Defaut("signature_absente", "signature_datee", ligne),)
