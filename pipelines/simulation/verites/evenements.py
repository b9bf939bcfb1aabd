"""Events dated to the day: those of whom is registered that day, told by her registration of that day."""

import polars as pl

from pipelines.simulation.verites import dimensions
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.personnes import mois_de


def survenus(faits: Faits, evenements: pl.DataFrame, date: str, *gardees: str) -> pl.DataFrame:
    """Events of the simulated months (`jour`, from the column `date`) that come while the person is registered, with
    the registration of that day and the columns to keep. The day a registration ends, nobody is registered by it."""
    situes = (
        evenements.select("personne", *gardees, jour=date)
        .drop_nulls("jour")
        .join(faits.lignes, on="personne")
        .filter(
            pl.col("date") <= pl.col("jour"),
            pl.col("date_cessation").is_null() | (pl.col("date_cessation") > pl.col("jour")),
            pl.col("jour") >= faits.parametres.premier_mois,
        )
        .with_columns(mois=mois_de("jour"))
    )
    return dimensions.situer(situes, faits.bloc.personne, "jour")


def personnes_du_mois(survenus: pl.DataFrame) -> pl.DataFrame:
    """One event per person and month: the first."""
    return survenus.sort("personne", "jour").unique(["personne", "mois"], keep="first", maintain_order=True)
