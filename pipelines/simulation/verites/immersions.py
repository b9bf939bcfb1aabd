"""Immersions that end: who works after one."""

import polars as pl

from pipelines.simulation.verites import dimensions
from pipelines.simulation.verites.accompagnements import SOURCE
from pipelines.simulation.verites.faits import Faits, en_age
from pipelines.simulation.verites.personnes import mois_de
from pipelines.simulation.verites.retours import retours
from pipelines.simulation.verites.silences import dits, fin, sans_les_muets

FENETRE_MOIS = 6


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    finies = en_age(sans_les_muets(faits, _finies(faits), fin, SOURCE))
    return {"retour_emploi_immersion_6m": retours(finies, "jour", FENETRE_MOIS, faits.comptes, faits.sorties_du_champ)}


def _finies(faits: Faits) -> pl.DataFrame:
    """The last end (`jour`) of an immersion in the month, one row per person and month.

    She was registered on its first day, and is told by that registration.
    """
    realisees = faits.bloc.action.filter(pl.col("statut") == "REALISEE", pl.col("type_action") == "IMMERSION")
    dernieres = (
        dits(faits, SOURCE, realisees, "date_debut")
        .select("personne", "date_debut", jour="date_fin")
        .drop_nulls()
        .join(faits.lignes, on="personne")
        .filter(
            pl.col("date") <= pl.col("date_debut"),
            pl.col("date_cessation").is_null() | (pl.col("date_cessation") > pl.col("date_debut")),
            pl.col("jour") <= faits.parametres.dernier_jour,
        )
        .with_columns(mois=mois_de("jour"))
        .sort("personne", "jour", "date_debut")
        .unique(["personne", "mois"], keep="last", maintain_order=True)
    )
    return dimensions.situer(dernieres, faits.bloc.personne, "jour")
