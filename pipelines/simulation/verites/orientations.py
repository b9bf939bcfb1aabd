"""Orientations: how long after the beginning of a journey the first is decided, and who still waits for one."""

import polars as pl

from pipelines.simulation.verites.delais import premier_delai
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.silences import apres, dits, fin, sans_les_muets, un_an

SOURCE = "orientation"
DELAI_COURT = 30


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    decidees = acceptees(faits)
    orientes = _orientes(faits.arrivees.filter("cohorte"), decidees)
    court = sans_les_muets(faits, orientes, apres(DELAI_COURT), SOURCE)
    court = court.with_columns(num=(pl.col("jours") <= DELAI_COURT).fill_null(False).cast(pl.Int64))
    nouvelles = pl.col("reconduite").not_().cast(pl.Int64)
    en_attente = _en_attente(sans_les_muets(faits, faits.presents, fin, SOURCE), decidees)
    return {
        "part_orientes_30j": court,
        "part_orientes_30j_hors_reconduite": court.with_columns(
            num=pl.col("num") * nouvelles, den=nouvelles, exclus=1 - nouvelles
        ),
        "delai_orientation_median": sans_les_muets(faits, orientes, un_an, SOURCE),
        "attente_orientation": en_attente,
        "attente_orientation_30j": en_attente.filter((pl.col("jour") - pl.col("t0")).dt.total_days() > DELAI_COURT),
    }


def acceptees(faits: Faits) -> pl.DataFrame:
    """Accepted decisions, as the deliveries say them: nothing after the last file of a département that fell silent."""
    decidees = faits.bloc.orientation.filter(pl.col("statut") == "DECIDE", pl.col("etat_decision") == "ACCEPTEE")
    return (
        dits(faits, SOURCE, decidees, "date_decision", "date_sortie")
        .select("personne", "date_decision", "date_sortie", "parcours", organisme="organisme_decision")
        .drop_nulls("date_decision")
        .sort("date_decision")
    )


def _orientes(parcours: pl.DataFrame, decidees: pl.DataFrame) -> pl.DataFrame:
    """Rows of journeys, with `reconduite` and `jours` from t0 to the first accepted decision of the journey.

    0 when an orientation from before is kept (`reconduite`); null when there is none.
    """
    reconduites = deja_orientes(parcours.filter(pl.col("type_inscription") == "reinscription"), decidees)
    return (
        premier_delai(parcours, decidees, "date_decision")
        .join(reconduites.with_columns(reconduite=pl.lit(True)), on=["personne", "t0"], how="left")
        .with_columns(pl.col("reconduite").fill_null(False))
        .with_columns(jours=pl.when("reconduite").then(0).otherwise("jours"))
    )


def deja_orientes(parcours: pl.DataFrame, decidees: pl.DataFrame) -> pl.DataFrame:
    """`personne` and `t0` of the journeys that begin under a decision from before, not left by that day."""
    return (
        parcours.select("personne", "t0")
        .unique()
        .join(decidees, on="personne")
        .filter(
            pl.col("date_decision") < pl.col("t0"),
            pl.col("date_sortie").is_null() | (pl.col("date_sortie") > pl.col("t0")),
        )
        .select("personne", "t0")
        .unique()
    )


def _en_attente(presents: pl.DataFrame, decidees: pl.DataFrame) -> pl.DataFrame:
    """Of the registered at a month's end, those whose journey has no orientation by that day, decided or kept."""
    depuis = (pl.col("jour") - pl.col("t0")).dt.total_days()
    orientes = _orientes(presents, decidees)
    return orientes.filter((pl.col("jours") > depuis).fill_null(True)).drop("jours")
