"""Orientations: the first accepted decision of each registration spell, and former parcours kept."""

from datetime import date
from pathlib import Path

import polars as pl

from tests.independant.lac import derniere, lire


def numeros(*sources: pl.DataFrame) -> pl.DataFrame:
    """numero_ft, personne_id: whose number it is, from registrations and their ends."""
    return pl.concat([source.select("numero_ft", "personne_id") for source in sources]).drop_nulls().unique()


def decidees(lac: Path, connu_le: date, qui: pl.DataFrame) -> pl.DataFrame:
    """personne_id, decision (a day), sortie, etat, parcours, organisme_decision: accepted decisions as last told."""
    toutes = derniere(
        lire(lac, "orientation", "orientation", connu_le), ["numero_ft", "date_creation"], ["date_extraction"]
    )
    acceptees = toutes.filter(pl.col("statut") == "DECIDE", pl.col("etat_decision") == "ACCEPTEE")
    return (
        acceptees.join(qui, on="numero_ft")
        .select(
            "personne_id",
            "etat",
            "parcours",
            "organisme_decision",
            decision="date_decision",
            sortie="date_sortie_parcours",
        )
        .filter(pl.col("decision") <= connu_le)
    )


def par_spell(spells: pl.DataFrame, toutes: pl.DataFrame) -> pl.DataFrame:
    """personne_id, spell, reconduite, orientee_le (none if never): the day itself when a former parcours is kept.

    Kept: a re-registration, and an orientation decided before it and not left that day.
    """
    cle = ["personne_id", "spell"]
    paires = spells.select(*cle, "debut", "fin", "type_inscription").join(toutes, on="personne_id")
    gardees = paires.filter(
        pl.col("type_inscription") == "reinscription",
        pl.col("decision") < pl.col("debut"),
        pl.col("sortie").is_null() | (pl.col("sortie") > pl.col("debut")),
    )
    prises = paires.filter(
        pl.col("decision") >= pl.col("debut"), pl.col("fin").is_null() | (pl.col("decision") <= pl.col("fin"))
    )
    return (
        spells.select(*cle, "debut")
        .join(gardees.select(cle).unique().with_columns(reconduite=True), on=cle, how="left")
        .join(prises.group_by(cle).agg(premiere=pl.col("decision").min()), on=cle, how="left")
        .with_columns(pl.col("reconduite").fill_null(False))
        .select(*cle, "reconduite", orientee_le=pl.when("reconduite").then("debut").otherwise("premiere"))
    )
