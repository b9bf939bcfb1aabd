"""Who was asked in a month whether she is satisfied, whether she answered in time, and what."""

from datetime import date
from pathlib import Path

import polars as pl

from tests.independant.calendrier import premier_du_mois
from tests.independant.lac import derniere, lire

QUESTION, POUR_REPONDRE = "satisfaction_globale", 30
PETITE_ECHELLE = "4"
SATISFAIT, TRES_SATISFAIT, PAS_SATISFAIT = (3, 7), (4, 9), (2, 6)
"""Answers from, from and up to which, of four levels and of a mark from 0 to 10."""
UNITE_DE_POIDS = 10_000


def personnes(lac: Path, connu_le: date, qui: pl.DataFrame) -> pl.DataFrame:
    """The first question of each person and month: personne_id, commune, envoi, poids, a_repondu, and what she says.

    `qui`: numero_ft, personne_id. A number that is nobody's asks nobody.
    """
    envois = derniere(
        lire(lac, "enquete", "personne_interrogee", connu_le),
        ["numero_ft", "question", "date_envoi"],
        ["date_extraction"],
    )
    return premieres(envois.join(qui, on="numero_ft"), "personne_id", connu_le)


def entreprises(lac: Path, connu_le: date) -> pl.DataFrame:
    """The first question of each establishment and month: siret, commune, envoi, poids, a_repondu, and what it says."""
    envois = derniere(
        lire(lac, "enquete", "entreprise_interrogee", connu_le),
        ["siret", "question", "date_envoi"],
        ["date_extraction"],
    )
    return premieres(envois, "siret", connu_le)


def premieres(envois: pl.DataFrame, qui: str, connu_le: date) -> pl.DataFrame:
    """qui, commune, envoi, poids (whole, of the unit), a_repondu, satisfait (0 or 1) and solde (-1, 0 or 1)."""
    demandees = envois.filter(pl.col("question") == QUESTION, pl.col("date_envoi") <= connu_le)
    dans_le_mois = demandees.sort(qui, "date_envoi").unique(
        [qui, premier_du_mois(pl.col("date_envoi"))], keep="first", maintain_order=True
    )
    attente = (pl.col("date_reponse") - pl.col("date_envoi")).dt.total_days()
    satisfait, tres, pas = (
        pl.when(pl.col("echelle") == PETITE_ECHELLE).then(pl.lit(sur_4)).otherwise(pl.lit(sur_10))
        for sur_4, sur_10 in (SATISFAIT, TRES_SATISFAIT, PAS_SATISFAIT)
    )
    reponse = pl.col("reponse")
    return dans_le_mois.select(
        qui,
        "commune",
        envoi="date_envoi",
        poids=(pl.col("poids") * UNITE_DE_POIDS + 0.5).floor().cast(pl.Int64),
        a_repondu=((attente <= POUR_REPONDRE) & (pl.col("date_reponse") <= connu_le)).fill_null(False),
        satisfait=(reponse >= satisfait).cast(pl.Int64),
        solde=(reponse >= tres).cast(pl.Int64) - (reponse <= pas).cast(pl.Int64),
    )
