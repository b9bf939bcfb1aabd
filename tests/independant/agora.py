"""Trainings as the official dashboard counts them, from the events of each session."""

import polars as pl

from tests.independant.accompagnements import chaque, un_par_mois
from tests.independant.faits import de_personnes
from tests.independant.mesures import Maison

AVANT_EMBAUCHE = ["POEC", "POEI", "AFPR"]


def toutes(maison: Maison) -> pl.DataFrame:
    """FAIT of the indicators of training events, each of who is registered that day."""
    evenements = chaque(maison, maison.agora.rename({"date_evenement": "jour"}))
    entrees = evenements.filter(pl.col("evenement") == "ENTREE", ~pl.col("cpf_autonome").fill_null(False))
    sorties = evenements.filter(pl.col("evenement").is_in(["SORTIE", "ABANDON"]))
    return pl.concat(
        [
            de_personnes(un_par_mois(entrees, "jour"), "entrants_formation_rpe", "jour"),
            de_personnes(entrees, "part_preembauche", "jour", pl.col("type_formation").is_in(AVANT_EMBAUCHE)),
            de_personnes(un_par_mois(sorties, "jour"), "sortants_formation_rpe", "jour"),
            _delais(maison, evenements.filter(pl.col("evenement") == "INSCRIPTION")),
        ]
    )


def _delais(maison: Maison, decisions: pl.DataFrame) -> pl.DataFrame:
    """From the first session a person is put down for in each month (the smallest of a day) to her entry in it."""
    premieres = un_par_mois(decisions.sort("session"), "jour")
    cle = ["personne_id", "session", "jour"]
    entrees = maison.agora.filter(pl.col("evenement") == "ENTREE", pl.col("date_evenement") <= maison.connu_le)
    delais = (
        premieres.select(cle)
        .join(entrees.select("personne_id", "session", "date_evenement"), on=["personne_id", "session"])
        .filter(pl.col("date_evenement") >= pl.col("jour"))
        .group_by(cle)
        .agg(delai=(pl.col("date_evenement").min() - pl.col("jour").first()).dt.total_days())
    )
    return de_personnes(
        premieres.join(delais, on=cle, how="left"), "delai_decision_entree_median", "jour", jour=pl.col("delai")
    )
