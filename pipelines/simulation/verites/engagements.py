"""Contracts of engagement: how soon one is signed, who has one in force, and for how many hours a week."""

import polars as pl

from pipelines.simulation.verites.delais import premier_delai
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.silences import dits, fin, sans_les_muets, un_an

SOURCE = "contrat_engagement"
HEURES = 15


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    signes = dits(faits, SOURCE, faits.bloc.contrat_engagement, "signature", "cloture").select(
        "personne", "heures", signature=pl.col("signature").cast(pl.Date), cloture=pl.col("cloture").cast(pl.Date)
    )
    delais = premier_delai(faits.arrivees.filter("cohorte"), signes, "signature")
    soumis = faits.presents.filter(pl.col("rsa") == "soumis")
    return {
        "delai_contrat_engagement_median": sans_les_muets(faits, delais, un_an, SOURCE),
        "part_contrat_engagement": sans_les_muets(faits, _sous_contrat(faits.presents, signes), fin, SOURCE),
        "activite_15h": sans_les_muets(
            faits, _sous_contrat(soumis, signes.filter(pl.col("heures") >= HEURES)), fin, SOURCE, "rsa"
        ),
    }


def _sous_contrat(presents: pl.DataFrame, signes: pl.DataFrame) -> pl.DataFrame:
    """The registered at a month's end; `num` when one of these contracts is in force on that day, suspended or not."""
    en_vigueur = (
        presents.select("personne", "mois", "jour")
        .join(signes, on="personne")
        .filter(
            pl.col("signature") <= pl.col("jour"),
            pl.col("cloture").is_null() | (pl.col("cloture") > pl.col("jour")),
        )
        .select("personne", "mois", num=pl.lit(1, dtype=pl.Int64))
        .unique()
    )
    return presents.join(en_vigueur, on=["personne", "mois"], how="left").with_columns(pl.col("num").fill_null(0))
