"""Hours worked of persons, month by month, from what declarations tell: the months of more than 78, and the durable."""

from datetime import date

import polars as pl

from pipelines.simulation.verites.emplois import CLASSE_CDI, atteint, declares

# in hundredths of an hour
SEUIL = 7_800
BRUT_CHOMAGE, TRAVAIL = "002", "01"
HEURES_PAR_UNITE = {"10": 1, "12": 7, "20": 7}
# beyond, a quota is not one of hours a month
QUOTITE_MAXIMALE = 200
DUREE_MOIS = 6
_CONTRAT = ["personne", "siren", "nic", "numero"]


def mois_travailles(contrat: pl.DataFrame, activite: pl.DataFrame, mois: list[date]) -> pl.DataFrame:
    """Months of more than 78 hours: `personne`, `mois`, and whether it is `durable`, that is if one of the contracts
    that gave hours in it is open-ended or was planned to last six months."""
    emplois = declares(contrat)
    dites = activite.filter(
        pl.col("type") == BRUT_CHOMAGE, pl.col("activite") == TRAVAIL, pl.col("unite").is_in(list(HEURES_PAR_UNITE))
    )
    durable = pl.col("nature").is_in(CLASSE_CDI) | atteint("fin_prevue", "debut", DUREE_MOIS)
    par_contrat = (
        pl.concat([_dites(_nommer(dites, contrat)), _estimees(emplois, dites, mois)])
        .group_by(*_CONTRAT, "depuis", "mois")
        .agg(pl.col("heures").sum())
        .join(emplois.select(*_CONTRAT, depuis="debut", durable=durable), on=[*_CONTRAT, "depuis"])
    )
    return (
        par_contrat.group_by("personne", "mois")
        .agg(pl.col("heures").sum(), durable=(pl.col("durable") & (pl.col("heures") > 0)).any())
        .filter(pl.col("heures") > SEUIL)
        .select("personne", "mois", "durable")
        .sort("personne", "mois")
    )


def _nommer(dites: pl.DataFrame, contrat: pl.DataFrame) -> pl.DataFrame:
    """Measures with the first day (`depuis`) of their contract: of those that bear one number at one
    establishment, the last one begun by the end of the month that tells."""
    return (
        dites.with_columns(dit=pl.col("mois").dt.month_end())
        .sort("dit")
        .join_asof(
            contrat.select(*_CONTRAT, depuis="debut").sort("depuis"),
            left_on="dit",
            right_on="depuis",
            by=_CONTRAT,
            strategy="backward",
            check_sortedness=False,
        )
        .drop_nulls("depuis")
    )


def _dites(dites: pl.DataFrame) -> pl.DataFrame:
    """Measures told, as whole hundredths of an hour of each month of their pay period: so much for each of its days."""
    par_mois = dites.with_columns(
        centiemes=pl.col("centiemes").cast(pl.Int64)
        * pl.col("unite").replace_strict(HEURES_PAR_UNITE, return_dtype=pl.Int64),
        mois=pl.date_ranges(pl.col("debut").dt.month_start(), "fin", "1mo"),
    ).explode("mois")
    return par_mois.select(
        *_CONTRAT,
        "depuis",
        "mois",
        heures=pl.col("centiemes") * _jours_du_mois(pl.col("debut"), pl.col("fin")) // _jours("debut", "fin"),
    )


def _estimees(emplois: pl.DataFrame, dites: pl.DataFrame, mois: list[date]) -> pl.DataFrame:
    """Months whose declaration tells no measure of a contract: its quota, so much for each day it is open."""
    terme = pl.coalesce("fin", "fin_prevue", pl.lit(mois[-1]).dt.month_end())
    quota = pl.when(pl.col("quotite") <= QUOTITE_MAXIMALE).then(pl.col("quotite") * 100).round().cast(pl.Int64)
    ouverts = (
        emplois.with_columns(terme=terme, quota=quota.fill_null(0))
        .filter(pl.col("terme") >= pl.max_horizontal("debut", pl.lit(mois[0])), pl.col("debut") <= terme)
        .with_columns(
            mois=pl.date_ranges(
                pl.max_horizontal(pl.col("debut").dt.month_start(), pl.lit(mois[0])),
                pl.min_horizontal("terme", pl.lit(mois[-1])),
                "1mo",
            )
        )
        .explode("mois")
        .join(dites.select(*_CONTRAT, "mois").unique(), on=[*_CONTRAT, "mois"], how="anti")
    )
    jours = _jours_du_mois(pl.col("debut"), pl.col("terme"))
    heures = pl.col("quota") * jours // pl.col("mois").dt.days_in_month()
    return ouverts.select(*_CONTRAT, pl.col("debut").alias("depuis"), "mois", heures=heures)


def _jours_du_mois(debut: pl.Expr, fin: pl.Expr) -> pl.Expr:
    """Days from `debut` to `fin`, both included, that are of the month `mois`."""
    du, au = pl.max_horizontal(debut, "mois"), pl.min_horizontal(fin, pl.col("mois").dt.month_end())
    return (au - du).dt.total_days() + 1


def _jours(debut: str, fin: str) -> pl.Expr:
    return (pl.col(fin) - pl.col(debut)).dt.total_days() + 1
