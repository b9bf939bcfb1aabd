"""Surveys of satisfaction as facts: who was asked, who answered, and what by the weight of each answer."""

import polars as pl

from tests.independant import inscriptions
from tests.independant.faits import COMPTES, comptes, de_personnes
from tests.independant.mesures import Maison
from tests.independant.territoires import Territoires

FAIT = ["indicateur", "reference", "commune", "emetteur", "siret", *COMPTES]


def toutes(maison: Maison) -> pl.DataFrame:
    """FAIT of the surveys of persons: at the place of the answer, else of the registration of that day, if any."""
    jours = maison.personnes_interrogees.select("personne_id", jour="envoi")
    inscrites = inscriptions.presents(maison.periodes, jours).drop("debut", "fin").rename({"jour": "envoi"})
    connues = Territoires().actuelle["recue"].unique().implode()
    demandees = maison.personnes_interrogees.rename({"commune": "commune_dite"}).join(
        inscrites, on=["personne_id", "envoi"], how="left"
    )
    demandees = demandees.with_columns(
        commune=pl.when(pl.col("commune_dite").is_in(connues)).then("commune_dite").otherwise("commune")
    )
    return pl.concat(
        [
            de_personnes(demandees, "satisfaction_personnes", "envoi", **_pesee("satisfait")),
            de_personnes(demandees, "satisfaction_delta_rpe", "envoi", **_pesee("solde")),
            de_personnes(demandees, "taux_reponse_personnes", "envoi", pl.col("a_repondu")),
        ]
    )


def des_entreprises(maison: Maison) -> pl.DataFrame:
    """FAIT of the surveys of establishments; nobody sends but the institute, so no département is sure."""
    demandees = maison.entreprises_interrogees.with_columns(emetteur=pl.lit(None, pl.String))
    return pl.concat(
        [
            comptes(demandees, "satisfaction_entreprises", "envoi", **_pesee("satisfait")).select(FAIT),
            comptes(demandees, "taux_reponse_entreprises", "envoi", pl.col("a_repondu")).select(FAIT),
        ]
    )


def _pesee(dit: str) -> dict[str, pl.Expr]:
    """The counts of answers, by their weights: those of who did not answer weigh nothing."""
    poids = pl.when("a_repondu").then("poids").otherwise(0)
    return {
        "exclus": ~pl.col("a_repondu"),
        "mesure": poids,
        "favorable": pl.when("a_repondu").then(pl.col("poids") * pl.col(dit)).otherwise(0),
    }
