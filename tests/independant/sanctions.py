"""Controls of job search and what follows them; work after a penalty."""

import polars as pl

from tests.independant.accompagnements import chaque, un_par_mois
from tests.independant.calendrier import age, plus_mois
from tests.independant.faits import de_personnes
from tests.independant.mesures import AGES, Maison, avec_retour, sorti_avant_retour

PENALITES = ["REDUCTION", "SUSPENSION", "SUPPRESSION"]


def toutes(maison: Maison) -> pl.DataFrame:
    """FAIT of controls and of what comes after a penalty; penalties themselves are with the other events."""
    return pl.concat([*_controles(maison), _apres_penalite(maison)], how="vertical_relaxed")


def _controles(maison: Maison) -> list[pl.DataFrame]:
    """The first day of each month that closes a control of a person; several of that day are one."""
    clos = chaque(maison, maison.suivi.controles.rename({"date_cloture": "jour"}).drop_nulls("jour"))
    sanctionne = (pl.col("suite_donnee") == "SANCTION").fill_null(False).any().over("personne_id", "jour")
    premiers = un_par_mois(clos.with_columns(sanctionne=sanctionne), "jour")
    return [
        de_personnes(premiers, "controles", "jour"),
        de_personnes(premiers, "part_controles_sanction", "jour", pl.col("sanctionne")),
    ]


def _apres_penalite(maison: Maison) -> pl.DataFrame:
    actes = maison.suivi.actes.filter(pl.col("regime") == "DE", pl.col("nature_acte").is_in(PENALITES))
    penalites = chaque(maison, actes.select("personne_id", jour="date_effet").drop_nulls().unique())
    en_age = un_par_mois(penalites, "jour").filter(age(pl.col("naissance_mois"), pl.col("jour")).is_between(*AGES))
    limite = plus_mois(pl.col("jour"), 6)
    return de_personnes(
        avec_retour(maison, en_age, "jour"),
        "retour_emploi_apres_sanction",
        "jour",
        pl.col("retour") <= limite,
        exclus=sorti_avant_retour(limite),
    )
