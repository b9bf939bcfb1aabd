"""Establishments that recruit, and whether they use the network."""

from datetime import date
from pathlib import Path

import polars as pl

from tests.independant.calendrier import ajouter_mois, fin_de_mois, plus_mois
from tests.independant.emplois import MENSUELLE
from tests.independant.enquetes import FAIT
from tests.independant.faits import comptes
from tests.independant.lac import derniere, lire
from tests.independant.mesures import Maison

TROP_COURT, INTERIM = "MOINS_1_MOIS", "03"


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


def recruteurs(sociales: pl.DataFrame, maison: Maison) -> pl.DataFrame:
    """FAIT of the share of those that deposit an offer among those that hire for long, of each month whose twelve are
    told (`sociales`: the declarations of work): where the last one that names a place says they are."""
    dites = sociales.filter(pl.col("nature") == MENSUELLE)
    places = dites.select("commune", "mois_dit", siret=pl.col("siren") + pl.col("nic")).drop_nulls("commune")
    deposees = maison.offres.filter(~pl.col("par_erreur")).select("siret", "date_depot").drop_nulls()
    embauches = _embauches_durables(maison.emplois)
    morceaux = []
    for mois in maison.mois:
        depuis = ajouter_mois(mois, -11)
        if depuis < dites["mois_dit"].min():
            continue
        dernieres = (
            places.filter(pl.col("mois_dit") <= mois)
            .sort("mois_dit", "commune", descending=[True, False])
            .unique("siret", keep="first", maintain_order=True)
        )
        clients = deposees.filter(pl.col("date_depot").is_between(depuis, fin_de_mois(mois)))
        ici = embauches.filter(pl.col("debut").is_between(depuis, fin_de_mois(mois))).select("siret").unique()
        morceaux.append(
            ici.join(dernieres.select("siret", "commune"), on="siret", how="left").with_columns(
                pl.col("siret").is_in(clients["siret"].unique().implode()).alias("client"),
                emetteur=pl.lit(None, pl.String),
                fin_du_mois=pl.lit(fin_de_mois(mois)),
            )
        )
    return comptes(pl.concat(morceaux), "taux_depot_recruteurs", "fin_du_mois", pl.col("client")).select(FAIT)


def _embauches_durables(emplois: pl.DataFrame) -> pl.DataFrame:
    """siret, debut: the contracts that begin a job spell, made to last, but temp work."""
    jusqu_a_six_mois = plus_mois(pl.col("debut"), 6).dt.offset_by("-1d")
    return emplois.filter(
        pl.col("debut") == pl.col("debut").min().over("spell"),
        pl.col("nature_contrat") != INTERIM,
        pl.col("sans_terme") | (pl.col("fin_prevue") >= jusqu_a_six_mois),
    ).select("siret", "debut")
