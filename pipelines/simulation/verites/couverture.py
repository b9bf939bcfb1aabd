"""Coverage: how many of the persons subject to duties are registered, and how many are oriented."""

import polars as pl

from pipelines.simulation.verites import dimensions
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.orientations import SOURCE as ORIENTATION
from pipelines.simulation.verites.orientations import acceptees
from pipelines.simulation.verites.periodes import couverts
from pipelines.simulation.verites.silences import fin, sans_les_muets


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    soumis = _soumis(faits)
    presents = faits.presents.select("personne", "mois", num=pl.lit(1, dtype=pl.Int64))
    inscrits = soumis.join(presents, on=["personne", "mois"], how="left").with_columns(pl.col("num").fill_null(0))
    orientes = couverts(soumis, acceptees(faits), "date_decision", "date_sortie")
    return {
        "couverture_rsa": inscrits,
        "taux_orientation_rsa": sans_les_muets(faits, orientes, fin, ORIENTATION),
    }


def _soumis(faits: Faits) -> pl.DataFrame:
    """Subject persons of each month, on its last day (`jour`); in two files, the smallest département."""
    soumis = (
        faits.rsa.lignes.sort("personne", "mois", "departement")
        .unique(["personne", "mois"], keep="first", maintain_order=True)
        .with_columns(jour=pl.col("mois").dt.month_end())
    )
    return faits.zones.situer(dimensions.situer(soumis, faits.bloc.personne, "jour"))
