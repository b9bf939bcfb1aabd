"""Returns to work as Dares tells them from the movements of workforce: contracts by their nature alone, and runs."""

from datetime import timedelta

import polars as pl

from tests.independant.calendrier import plus_mois
from tests.independant.faits import de_personnes
from tests.independant.mesures import Maison, avec_retour, sorti_avant_retour

CDI = {"01", "09", "50", "82", "91"}
CDD = {"02", "07", "10", "20", "21", "32", "51", "52", "80", "81", "92", "93"}
INTERIM = {"03", "08"}
PAS_DES_FINS = {"998", "100"}
UN_JOUR, LONGTEMPS = timedelta(days=1), 180


def toutes(maison: Maison) -> pl.DataFrame:
    """FAIT of both: in six months a run begins, and one of its contracts that does too is made to last."""
    courses = _courses(maison.contrats)
    cohorte = avec_retour(maison, maison.cohorte_en_age, "debut", courses.select("personne_id", debut="course_debut"))
    limite = plus_mois(pl.col("debut"), 6)
    cle = ["personne_id", "debut"]
    durables = (
        cohorte.select(cle)
        .join(courses.filter("durable").rename({"debut": "contrat_debut"}), on="personne_id")
        .filter(
            pl.col("course_debut").is_between(pl.col("debut"), limite),
            pl.col("contrat_debut").is_between(pl.col("debut"), limite),
        )
        .select(*cle, dure=True)
        .unique()
    )
    cohorte = cohorte.join(durables, on=cle, how="left")
    exclus = sorti_avant_retour(limite)
    return pl.concat(
        [
            de_personnes(cohorte, "retour_emploi_mmo", "debut", pl.col("retour") <= limite, exclus=exclus),
            de_personnes(cohorte, "retour_emploi_durable_mmo", "debut", pl.col("dure"), exclus=exclus),
        ]
    )


def _courses(contrats: pl.DataFrame) -> pl.DataFrame:
    """personne_id, debut, durable (of the contract), course_debut: when the run it is of began."""
    retenus = contrats.filter(pl.col("nature_contrat").is_in(CDI | CDD | INTERIM)).sort("personne_id", "debut")
    siens: dict[int, list[dict]] = {}
    for contrat in retenus.iter_rows(named=True):
        siens.setdefault(contrat["personne_id"], []).append(contrat)
    lignes = []
    for personne, liste in siens.items():
        debuts = _debuts_des_courses(liste)
        lignes += [(personne, c["debut"], _dure(c), debut) for c, debut in zip(liste, debuts, strict=True)]
    types = {"personne_id": pl.Int64, "debut": pl.Date, "durable": pl.Boolean, "course_debut": pl.Date}
    return pl.DataFrame(lignes, schema=types, orient="row")


def _debuts_des_courses(contrats: list[dict]) -> list:
    """Of contracts in order of their start, that of the run of each: every pair is looked at."""
    course = list(range(len(contrats)))
    for rang, apres in enumerate(contrats):
        for avant_rang, avant in enumerate(contrats[:rang]):
            if _continue(avant, apres):
                garde, quitte = sorted((course[avant_rang], course[rang]))
                course = [garde if une == quitte else une for une in course]
    return [contrats[premier]["debut"] for premier in course]


def _continue(avant: dict, apres: dict) -> bool:
    fin = avant["fin"] or avant["fin_prevue"]
    if avant["siren"] == apres["siren"]:
        return fin is None or apres["debut"] <= fin + UN_JOUR
    repris = avant["fin_motif"] in PAS_DES_FINS and avant["fin"] is not None and avant["debut"] < apres["debut"]
    return repris and avant["fin"] <= apres["debut"] <= avant["fin"] + UN_JOUR


def _dure(contrat: dict) -> bool:
    if contrat["nature_contrat"] in CDI:
        return True
    fin = contrat["fin"] or contrat["fin_prevue"]
    return contrat["nature_contrat"] in CDD and (fin is None or (fin - contrat["debut"]).days + 1 > LONGTEMPS)
