"""Duties of the RSA: how soon who enters them is called, oriented, received; who is oriented at a month's end."""

import polars as pl

from tests.independant.faits import de_personnes
from tests.independant.mesures import Maison


def toutes(maison: Maison) -> pl.DataFrame:
    """FAIT of the indicators of persons under duties."""
    return pl.concat([_entrants(maison), _recus(maison), _convoques(maison), _orientes(maison)], how="vertical_relaxed")


def _recus(maison: Maison) -> pl.DataFrame:
    """From the entry to the first appointment of support that is kept."""
    cle = ["personne_id", "entree"]
    tenus = maison.suivi.rendez_vous.filter(
        pl.col("motif_rendez_vous") == "ACC",
        pl.col("issue") == "HONORE",
        pl.col("date_rendez_vous") <= maison.connu_le,
    )
    attente = (pl.col("date_rendez_vous") - pl.col("entree")).dt.total_days()
    delais = (
        maison.devoirs.select(cle)
        .join(tenus.select("personne_id", "date_rendez_vous"), on="personne_id")
        .with_columns(delai=attente)
        .filter(pl.col("delai") >= 0)
        .group_by(cle)
        .agg(pl.col("delai").min())
    )
    return de_personnes(
        maison.devoirs.join(delais, on=cle, how="left"), "delai_referent_rsa_median", "entree", jour=pl.col("delai")
    )


def _convoques(maison: Maison) -> pl.DataFrame:
    """Whether an appointment, kept as fixed, is of one of the fifteen days after the entry, or of that day."""
    cle = ["personne_id", "entree"]
    fixes = maison.suivi.rendez_vous.filter(pl.col("statut") == "PRIS")
    attente = (pl.col("date_rendez_vous") - pl.col("entree")).dt.total_days()
    appeles = (
        maison.devoirs.select(cle)
        .join(fixes.select("personne_id", "date_rendez_vous"), on="personne_id")
        .filter(attente.is_between(0, 15))
        .select(*cle, appele=True)
        .unique()
    )
    return de_personnes(
        maison.devoirs.join(appeles, on=cle, how="left"), "part_convoques_15j_rsa", "entree", pl.col("appele")
    )


def _orientes(maison: Maison) -> pl.DataFrame:
    """Under duties in the month, and oriented on its last day, registered or not."""
    soumis = maison.soumis.with_columns(jour=pl.col("mois").dt.month_end()).filter(pl.col("jour") <= maison.connu_le)
    cle = ["personne_id", "jour"]
    orientes = (
        soumis.select(cle)
        .join(maison.orientations.select("personne_id", "decision", "sortie"), on="personne_id")
        .filter(pl.col("decision") <= pl.col("jour"), pl.col("sortie").is_null() | (pl.col("sortie") > pl.col("jour")))
        .select(*cle, oriente=True)
        .unique()
    )
    return de_personnes(
        soumis.join(orientes, on=cle, how="left").rename({"jour": "fin_du_mois"}),
        "taux_orientation_rsa",
        "fin_du_mois",
        pl.col("oriente"),
    )


def _entrants(maison: Maison) -> pl.DataFrame:
    """The orientation of who enters the duties; one in force that day counts that day."""
    venues = maison.devoirs
    cle = ["personne_id", "entree"]
    paires = venues.select(cle).join(maison.orientations, on="personne_id")
    gardees = (pl.col("decision") < pl.col("entree")) & (
        pl.col("sortie").is_null() | (pl.col("sortie") > pl.col("entree"))
    )
    attente = (pl.col("decision") - pl.col("entree")).dt.total_days()
    delais = (
        paires.with_columns(delai=pl.when(gardees).then(0).when(attente >= 0).then(attente))
        .group_by(cle)
        .agg(pl.col("delai").min())
    )
    venues = venues.join(delais, on=cle, how="left")
    delai = pl.col("delai")
    return pl.concat(
        [
            de_personnes(venues, "part_orientes_rsa_30j", "entree", delai <= 30),
            de_personnes(venues, "delai_orientation_rsa_median", "entree", jour=delai),
        ]
    )
