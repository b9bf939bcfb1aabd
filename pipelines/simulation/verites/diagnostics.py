"""Diagnoses: how soon the first comes, and the constraints they find and lift."""

import polars as pl

from pipelines.simulation.verites.delais import premier_delai
from pipelines.simulation.verites.evenements import personnes_du_mois, survenus
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.silences import dits, fin, sans_les_muets, un_an

SOURCE = "diagnostic"


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    diagnostics = dits(faits, SOURCE, faits.bloc.diagnostic, "date_diagnostic")
    delais = premier_delai(faits.arrivees.filter("cohorte"), diagnostics, "date_diagnostic")
    jours = ("date_diagnostic", "date_detection", "date_levee")
    contraintes = dits(faits, SOURCE, faits.bloc.contrainte, *jours).drop_nulls("date_diagnostic")
    return {
        "delai_diagnostic_median": sans_les_muets(faits, delais, un_an, SOURCE),
        **{
            nom: sans_les_muets(faits, personnes_du_mois(survenus(faits, contraintes, date)), fin, SOURCE)
            for nom, date in (("contraintes_detectees", "date_detection"), ("contraintes_levees", "date_levee"))
        },
    }
