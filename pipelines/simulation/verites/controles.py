"""Controls of the search for work: who had one closed in the month, and whether a sanction followed."""

import polars as pl

from pipelines.simulation.verites.actes import SOURCE
from pipelines.simulation.verites.evenements import personnes_du_mois, survenus
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.silences import dits, fin, sans_les_muets

SANCTION = "SANCTION"


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    clos = dits(faits, SOURCE, faits.bloc.controle, "cloture").with_columns(pl.col("cloture").cast(pl.Date))
    par_jour = clos.group_by("personne", "cloture").agg(num=(pl.col("suite") == SANCTION).any().cast(pl.Int64))
    controles = sans_les_muets(faits, personnes_du_mois(survenus(faits, par_jour, "cloture", "num")), fin, SOURCE)
    return {"controles": controles.drop("num"), "part_controles_sanction": controles}
