"""Contracts of engagement: how soon one is signed, who has one in force, and for how many hours a week."""

import polars as pl

from pipelines.simulation.verites.delais import premier_delai
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.periodes import couverts
from pipelines.simulation.verites.silences import dits, fin, sans_les_muets, un_an

SOURCE = "contrat_engagement"
HEURES = 15


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    signes = dits(faits, SOURCE, faits.bloc.contrat_engagement, "signature", "cloture").select(
        "personne", "heures", signature=pl.col("signature").cast(pl.Date), cloture=pl.col("cloture").cast(pl.Date)
    )
    delais = premier_delai(faits.arrivees.filter("cohorte"), signes, "signature")
    longs = signes.filter(pl.col("heures") >= HEURES)
    soumis = faits.presents.filter(pl.col("rsa") == "soumis")
    return {
        "delai_contrat_engagement_median": sans_les_muets(faits, delais, un_an, SOURCE),
        "part_contrat_engagement": sans_les_muets(
            faits, couverts(faits.presents, signes, "signature", "cloture"), fin, SOURCE
        ),
        "activite_15h": sans_les_muets(faits, couverts(soumis, longs, "signature", "cloture"), fin, SOURCE, "rsa"),
    }
