"""Appointments: of those that took place or were missed, how many were kept."""

import polars as pl

from pipelines.simulation.verites.evenements import survenus
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.silences import dits, fin, sans_les_muets

SOURCE = "rendez_vous"
PRIS = "PRIS"
HONORE, ABSENT, EXCUSE = "HONORE", "ABSENT", "MOTIF_LEGITIME"


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    """Appointments kept as fixed and whose outcome is known: an excused absence is in `exclus` only."""
    issue = pl.col("issue")
    connus = faits.bloc.rendez_vous.filter(pl.col("statut") == PRIS, issue.is_in([HONORE, ABSENT, EXCUSE]))
    jours = dits(faits, SOURCE, connus, "quand").with_columns(pl.col("quand").cast(pl.Date))
    parts = {
        "num": (issue == HONORE).cast(pl.Int64),
        "den": (issue != EXCUSE).cast(pl.Int64),
        "exclus": (issue == EXCUSE).cast(pl.Int64),
    }
    tenus = survenus(faits, jours, "quand", "issue").with_columns(**parts)
    return {"rendez_vous_honores": sans_les_muets(faits, tenus, fin, SOURCE)}
