"""Events of trainings: who enters one, of which kind and how soon after enrolling, who comes out."""

import polars as pl

from pipelines.simulation.verites.evenements import personnes_du_mois, survenus
from pipelines.simulation.verites.faits import Faits

PREEMBAUCHE = ["POEC", "POEI", "AFPR"]
SORTIES = ["ABANDON", "SORTIE"]


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    evenements = faits.bloc.evenement_formation
    entrees = evenements.filter(pl.col("evenement") == "ENTREE")
    aidees = survenus(faits, entrees.filter(~pl.col("cpf_autonome")), "date", "type_formation")
    sorties = survenus(faits, evenements.filter(pl.col("evenement").is_in(SORTIES)), "date")
    inscriptions = survenus(faits, evenements.filter(pl.col("evenement") == "INSCRIPTION"), "date", "session")
    return {
        "entrants_formation_rpe": personnes_du_mois(aidees),
        "part_preembauche": aidees.with_columns(num=pl.col("type_formation").is_in(PREEMBAUCHE).cast(pl.Int64)),
        "sortants_formation_rpe": personnes_du_mois(sorties),
        "delai_decision_entree_median": _attendre(inscriptions, entrees),
    }


def _attendre(inscriptions: pl.DataFrame, entrees: pl.DataFrame) -> pl.DataFrame:
    """The first enrolment of each person and month, with `jours` until the entry in its session."""
    premieres = inscriptions.sort("personne", "jour", "session").unique(
        ["personne", "mois"], keep="first", maintain_order=True
    )
    return (
        premieres.sort("jour")
        .join_asof(
            entrees.select("personne", "session", suivante="date").sort("suivante"),
            left_on="jour",
            right_on="suivante",
            by=["personne", "session"],
            strategy="forward",
            check_sortedness=False,
        )
        .with_columns(jours=(pl.col("suivante") - pl.col("jour")).dt.total_days())
    )
