"""Coverage: how many of the persons subject to duties are registered."""

import polars as pl

from pipelines.simulation.verites import dimensions
from pipelines.simulation.verites.faits import Faits


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    """Subject persons of each month, `num` when registered on its last day; in two files, the smallest département."""
    presents = faits.presents.select("personne", "mois", num=pl.lit(1, dtype=pl.Int64))
    soumis = (
        faits.rsa.lignes.sort("personne", "mois", "departement")
        .unique(["personne", "mois"], keep="first", maintain_order=True)
        .join(presents, on=["personne", "mois"], how="left")
        .with_columns(pl.col("num").fill_null(0), jour=pl.col("mois").dt.month_end())
    )
    return {"couverture_rsa": faits.zones.situer(dimensions.situer(soumis, faits.bloc.personne, "jour"))}
