"""Trainings: who enters one, and who works after it."""

import polars as pl

from pipelines.simulation.verites import dimensions
from pipelines.simulation.verites.evenements import personnes_du_mois, survenus
from pipelines.simulation.verites.faits import Faits, en_age
from pipelines.simulation.verites.personnes import mois_de
from pipelines.simulation.verites.retours import retours

FENETRE_MOIS = 6


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    finies = en_age(_finies(faits))
    return {
        "entrees_formation": faits.rsa.situer(personnes_du_mois(survenus(faits, faits.bloc.formation, "entree"))),
        "retour_emploi_formation_6m": retours(finies, "jour", FENETRE_MOIS, faits.comptes, faits.sorties_du_champ),
    }


def _finies(faits: Faits) -> pl.DataFrame:
    """Persons with a training given up or finished in the month (`jour`, the last one).

    Told by the last registration begun by then, open or not; whoever has none is left out.
    """
    fins = (
        faits.bloc.formation.select("personne", jour=pl.coalesce("abandon", "sortie"))
        .drop_nulls("jour")
        .with_columns(mois=mois_de("jour"))
        .group_by("personne", "mois")
        .agg(pl.col("jour").max())
        .sort("jour")
    )
    inscrits = faits.lignes.sort("date")
    situees = fins.join_asof(
        inscrits, left_on="jour", right_on="date", by="personne", strategy="backward", check_sortedness=False
    ).drop_nulls("date")
    return dimensions.situer(situees, faits.bloc.personne, "jour")
