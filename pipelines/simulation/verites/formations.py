"""Trainings: who enters one, and who works after it."""

import polars as pl

from pipelines.simulation.verites import dimensions
from pipelines.simulation.verites.faits import Faits, en_age
from pipelines.simulation.verites.personnes import mois_de
from pipelines.simulation.verites.retours import retours

FENETRE_MOIS = 6


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    finies = en_age(_finies(faits))
    return {
        "entrees_formation": faits.rsa.situer(_entrees(faits)),
        "retour_emploi_formation_6m": retours(finies, "jour", FENETRE_MOIS, faits.comptes, faits.sorties_du_champ),
    }


def _entrees(faits: Faits) -> pl.DataFrame:
    """Persons with a training begun in the month while registered that day: the first one."""
    commencees = (
        faits.bloc.formation.filter(pl.col("entree").is_not_null())
        .select("personne", jour="entree")
        .join(faits.lignes, on="personne")
        .filter(
            pl.col("date") <= pl.col("jour"),
            pl.col("date_cessation").is_null() | (pl.col("date_cessation") > pl.col("jour")),
            pl.col("jour") >= faits.parametres.premier_mois,
        )
        .with_columns(mois=mois_de("jour"))
        .sort("personne", "jour")
        .unique(["personne", "mois"], keep="first", maintain_order=True)
    )
    return dimensions.situer(commencees, faits.bloc.personne, "jour")


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
