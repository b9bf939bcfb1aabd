"""Hirings declared before they happen, counted by establishment and month: most contracts have one, some hirings fail.

Of an establishment in two places, the second is that of its fixed terms.
"""

import numpy as np
import polars as pl

from pipelines.simulation.monde.contrats import CDI, INTERIM
from pipelines.simulation.monde.etablissements import situer
from pipelines.simulation.monde.jours import choix, hasard
from pipelines.simulation.monde.lieux import Lieux
from pipelines.simulation.monde.modele import Parametres

_CDD = ["02", "10", "92", "20"]
_COURT, _MOYEN, _LONG = "MOINS_1_MOIS", "1_A_6_MOIS", "6_MOIS_ET_PLUS"
_OUBLIEES, _SANS_SUITE = 0.04, 0.03
_ACTIVITES = ["8299Z", "5610A", "4120A", "7820Z"]


def declarer(parametres: Parametres, rang: int, contrat: pl.DataFrame, lieux: Lieux) -> pl.DataFrame:
    """The frame `embauche`: one row per establishment, month, nature and length of contract."""
    tirage = hasard(parametres.graine, rang, "embauches")
    salaries = contrat.filter(
        pl.col("nature").is_in([*CDI, *_CDD, INTERIM]), pl.col("debut") >= parametres.premier_mois
    )
    annoncees = _annoncer(salaries.filter(pl.Series(tirage.random(salaries.height) >= _OUBLIEES, dtype=pl.Boolean)))
    vaines = annoncees.filter(pl.Series(tirage.random(annoncees.height) < _SANS_SUITE, dtype=pl.Boolean))
    autres = choix(tirage, [_COURT, _MOYEN], [1, 1], vaines.height)
    vaines = vaines.with_columns(type_contrat=pl.lit("CDD"), duree=pl.Series(autres, dtype=pl.String))
    comptes = (
        pl.concat([annoncees, vaines])
        .group_by("siret", "mois", "type_contrat", "duree", "etablissement_departement", maintain_order=True)
        .agg(declarations=pl.len())
    )
    siret = comptes["siret"].cast(pl.Int64).to_numpy()
    activite = pl.Series("activite", np.array(_ACTIVITES)[siret % len(_ACTIVITES)])
    return situer(comptes.with_columns(activite), pl.col("type_contrat") == "CDD", parametres, lieux)


def _annoncer(contrats: pl.DataFrame) -> pl.DataFrame:
    """One declaration per contract, for its nature and its planned length."""
    sans_terme = pl.col("nature").is_in(CDI)

    def dure(mois: int) -> pl.Expr:
        return pl.col("fin_prevue") >= pl.col("debut").dt.offset_by(f"{mois}mo").dt.offset_by("-1d")

    return contrats.select(
        "etablissement_departement",
        siret=pl.col("siren") + pl.col("nic"),
        mois=pl.col("debut").dt.month_start(),
        type_contrat=pl.when(sans_terme)
        .then(pl.lit("CDI"))
        .when(pl.col("nature") == INTERIM)
        .then(pl.lit("INTERIM"))
        .otherwise(pl.lit("CDD")),
        duree=pl.when(sans_terme | dure(6))
        .then(pl.lit(_LONG))
        .when(dure(1))
        .then(pl.lit(_MOYEN))
        .otherwise(pl.lit(_COURT)),
    )
