"""Reorientations: a decision that changes the parcours or the organisation within a journey."""

import polars as pl

from pipelines.simulation.verites.evenements import personnes_du_mois, survenus
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.orientations import SOURCE, acceptees
from pipelines.simulation.verites.silences import fin, sans_les_muets


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    decidees = acceptees(faits).rename({"parcours": "voie"})
    decisions = survenus(faits, decidees, "date_decision", "voie", "organisme").with_row_index("ligne")
    changees = (
        decisions.select("ligne", "personne", "jour", "t0", "voie", "organisme")
        .join(decidees, on="personne", suffix="_avant")
        .filter(
            pl.col("date_decision") >= pl.col("t0"),
            pl.col("date_decision") < pl.col("jour"),
            pl.col("voie").ne_missing(pl.col("voie_avant")) | pl.col("organisme").ne_missing(pl.col("organisme_avant")),
        )["ligne"]
    )
    reorientees = decisions.filter(pl.col("ligne").is_in(changees.implode()))
    return {"reorientations": sans_les_muets(faits, personnes_du_mois(reorientees), fin, SOURCE)}
