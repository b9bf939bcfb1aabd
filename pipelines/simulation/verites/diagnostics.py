"""Diagnoses: how soon the first comes, the constraints they find and lift; who has had one, how old, with what left."""

import polars as pl

from pipelines.simulation.verites.delais import premier_delai
from pipelines.simulation.verites.evenements import personnes_du_mois, survenus
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.silences import dits, fin, sans_les_muets, un_an

SOURCE = "diagnostic"
RECENT_MOIS = 6


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    diagnostics = dits(faits, SOURCE, faits.bloc.diagnostic, "date_diagnostic")
    delais = premier_delai(faits.arrivees.filter("cohorte"), diagnostics, "date_diagnostic")
    jours = ("date_diagnostic", "date_detection", "date_levee")
    contraintes = dits(faits, SOURCE, faits.bloc.contrainte, *jours).drop_nulls("date_diagnostic")
    couverts = sans_les_muets(faits, _diagnostiques(faits.suivis_rpe, diagnostics), fin, SOURCE)
    diagnostiques = couverts.drop_nulls("dernier")
    recents = pl.col("dernier") >= pl.col("jour").dt.offset_by(f"-{RECENT_MOIS}mo")
    return {
        "diagnostics_couverture_rpe": couverts.with_columns(num=pl.col("dernier").is_not_null().cast(pl.Int64)),
        "diagnostics_6m_rpe": couverts.with_columns(num=recents.fill_null(False).cast(pl.Int64)),
        "contraintes_rpe": _contraints(diagnostiques, contraintes),
        "delai_diagnostic_median": sans_les_muets(faits, delais, un_an, SOURCE),
        **{
            nom: sans_les_muets(faits, personnes_du_mois(survenus(faits, contraintes, date)), fin, SOURCE)
            for nom, date in (("contraintes_detectees", "date_detection"), ("contraintes_levees", "date_levee"))
        },
    }


def _diagnostiques(presents: pl.DataFrame, diagnostics: pl.DataFrame) -> pl.DataFrame:
    """The registered at a month's end, with the day of their latest diagnosis by then (`dernier`)."""
    return presents.sort("jour").join_asof(
        diagnostics.select("personne", dernier="date_diagnostic").drop_nulls().sort("dernier"),
        left_on="jour",
        right_on="dernier",
        by="personne",
        strategy="backward",
        check_sortedness=False,
    )


def _contraints(presents: pl.DataFrame, contraintes: pl.DataFrame) -> pl.DataFrame:
    """`num` when a constraint has been detected by the month's end and is not lifted that day."""
    entraves = (
        presents.select("personne", "mois", "jour")
        .join(contraintes.select("personne", "date_detection", "date_levee"), on="personne")
        .filter(
            pl.col("date_detection") <= pl.col("jour"),
            pl.col("date_levee").is_null() | (pl.col("date_levee") > pl.col("jour")),
        )
        .select("personne", "mois", num=pl.lit(1, dtype=pl.Int64))
        .unique()
    )
    return presents.join(entraves, on=["personne", "mois"], how="left").with_columns(pl.col("num").fill_null(0))
