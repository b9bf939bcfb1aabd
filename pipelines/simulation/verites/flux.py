"""Flows of the register: journeys that begin, journeys that end, registrations closed as a sanction."""

import polars as pl

from pipelines.simulation.verites import dimensions
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.personnes import mois_de

CESSATION_RADIATION = "10"


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    return {"entrees": faits.arrivees, "sorties": _sorties(faits), "radiations": _radiations(faits)}


def _sorties(faits: Faits) -> pl.DataFrame:
    """Journeys that end, told by their first registration; the age is that of the last day."""
    finis = faits.lignes.filter("tete", pl.col("fin").is_not_null()).with_columns(mois=mois_de("fin"))
    return dimensions.situer(finis, faits.bloc.personne, "fin")


def _radiations(faits: Faits) -> pl.DataFrame:
    """The first registration of a person that is struck off in the month, whether or not the journey goes on."""
    radiees = (
        faits.lignes.filter(pl.col("motif_cessation") == CESSATION_RADIATION)
        .with_columns(mois=mois_de("date_cessation"))
        .sort("personne", "date_cessation")
        .unique(["personne", "mois"], keep="first", maintain_order=True)
    )
    return dimensions.situer(radiees, faits.bloc.personne, "date_cessation")
