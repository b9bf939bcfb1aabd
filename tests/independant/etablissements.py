"""Establishments that recruit, and whether they use the network."""

from datetime import date
from pathlib import Path

import polars as pl

from tests.independant.calendrier import ajouter_mois, fin_de_mois
from tests.independant.enquetes import FAIT
from tests.independant.faits import comptes
from tests.independant.lac import derniere, lire
from tests.independant.mesures import Maison

TROP_COURT = "MOINS_1_MOIS"


def declarations(lac: Path, connu_le: date) -> pl.DataFrame:
    """Numbers of hires declared, as last told: one row per establishment, month, type and length of contract."""
    return derniere(
        lire(lac, "embauche_declaree", "embauche", connu_le),
        ["siret", "mois", "type_contrat", "classe_duree"],
        ["date_extraction"],
    )


def toutes(dites: pl.DataFrame, maison: Maison) -> pl.DataFrame:
    """FAIT of the official rate of use, of each month whose twelve months are all told (`dites`: the declarations).

    One row per establishment that hires for a month or more, where its last declarations of those months say it is.
    """
    premier = dites["mois"].min()
    embauches = dites.filter(pl.col("classe_duree") != TROP_COURT)
    deposees = maison.offres.filter(~pl.col("par_erreur")).select("siret", "date_depot")
    morceaux = []
    for mois in maison.mois:
        depuis = ajouter_mois(mois, -11)
        if depuis < premier:
            continue
        recruteurs = (
            embauches.filter(pl.col("mois").is_between(depuis, mois))
            .sort(pl.col("mois"), pl.col("commune"), descending=[True, False], nulls_last=True)
            .unique("siret", keep="first", maintain_order=True)
        )
        clients = deposees.filter(pl.col("date_depot").is_between(depuis, fin_de_mois(mois)))
        morceaux.append(
            recruteurs.select(
                "siret",
                "commune",
                pl.col("siret").is_in(clients["siret"].drop_nulls().unique().implode()).alias("client"),
                emetteur=pl.lit(None, pl.String),
                fin_du_mois=pl.lit(fin_de_mois(mois)),
            )
        )
    return comptes(pl.concat(morceaux), "taux_recours_rpe", "fin_du_mois", pl.col("client")).select(FAIT)
