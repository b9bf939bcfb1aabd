"""Diagnoses: how soon the first comes, the constraints they find and lift; who has had one, how old, with what left."""

import polars as pl

from pipelines.simulation.verites.delais import premier_delai
from pipelines.simulation.verites.evenements import personnes_du_mois, survenus
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.periodes import couverts
from pipelines.simulation.verites.silences import dits, fin, sans_les_muets, un_an

SOURCE = "diagnostic"
RECENT_MOIS = 6


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    diagnostics = dits(faits, SOURCE, faits.bloc.diagnostic, "date_diagnostic")
    delais = premier_delai(faits.arrivees.filter("cohorte"), diagnostics, "date_diagnostic")
    jours = ("date_diagnostic", "date_detection", "date_levee")
    contraintes = dits(faits, SOURCE, faits.bloc.contrainte, *jours).drop_nulls("date_diagnostic")
    suivis = sans_les_muets(faits, _diagnostiques(faits.suivis_rpe, diagnostics), fin, SOURCE)
    diagnostiques = suivis.drop_nulls("dernier")
    recents = pl.col("dernier") >= pl.col("jour").dt.offset_by(f"-{RECENT_MOIS}mo")
    return {
        "diagnostics_couverture_rpe": suivis.with_columns(num=pl.col("dernier").is_not_null().cast(pl.Int64)),
        "diagnostics_6m_rpe": suivis.with_columns(num=recents.fill_null(False).cast(pl.Int64)),
        "contraintes_rpe": couverts(diagnostiques, contraintes, "date_detection", "date_levee"),
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
