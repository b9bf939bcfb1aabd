"""Coverage: how many of the persons subject to duties are registered, and how many are oriented."""

import polars as pl

from pipelines.simulation.verites import dimensions
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.orientations import SOURCE as ORIENTATION
from pipelines.simulation.verites.orientations import acceptees
from pipelines.simulation.verites.silences import fin, sans_les_muets


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    soumis = _soumis(faits)
    presents = faits.presents.select("personne", "mois", num=pl.lit(1, dtype=pl.Int64))
    return {
        "couverture_rsa": _compter(soumis, presents),
        "taux_orientation_rsa": _compter(sans_les_muets(faits, soumis, fin, ORIENTATION), _orientes(faits, soumis)),
    }


def _soumis(faits: Faits) -> pl.DataFrame:
    """Subject persons of each month, on its last day (`jour`); in two files, the smallest département."""
    soumis = (
        faits.rsa.lignes.sort("personne", "mois", "departement")
        .unique(["personne", "mois"], keep="first", maintain_order=True)
        .with_columns(jour=pl.col("mois").dt.month_end())
    )
    return faits.zones.situer(dimensions.situer(soumis, faits.bloc.personne, "jour"))


def _orientes(faits: Faits, soumis: pl.DataFrame) -> pl.DataFrame:
    """Those whose accepted orientation is open on the day."""
    ouvertes = (
        soumis.select("personne", "mois", "jour")
        .join(acceptees(faits), on="personne")
        .filter(
            pl.col("date_decision") <= pl.col("jour"),
            pl.col("date_sortie").is_null() | (pl.col("date_sortie") > pl.col("jour")),
        )
    )
    return ouvertes.select("personne", "mois", num=pl.lit(1, dtype=pl.Int64)).unique()


def _compter(soumis: pl.DataFrame, comptes: pl.DataFrame) -> pl.DataFrame:
    return soumis.join(comptes, on=["personne", "mois"], how="left").with_columns(pl.col("num").fill_null(0))
