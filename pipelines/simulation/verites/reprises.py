"""Returns to work by the month they happen in: what the job is, and whether one still works six months later."""

import polars as pl

from pipelines.simulation.verites.emplois import declares
from pipelines.simulation.verites.faits import Faits, en_age
from pipelines.simulation.verites.personnes import dans_des_mois, mois_de

MAINTIEN_MOIS, INTERRUPTION_JOURS = 6, 31


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    retours = reprises(faits)
    return {
        "maintien_emploi_6m": _maintiens(retours, declares(faits.bloc.contrat), faits.sorties_du_champ),
        "part_cdi_reprise": _en_cdi(retours, faits.comptes),
    }


def reprises(faits: Faits) -> pl.DataFrame:
    """The first job spell after each entry of a cohort, `retour`, in its month: one row per person and month.

    When two entries lead to one month, the latest of them says who and where.
    """
    premiers = faits.comptes.select("personne", "retour").sort("retour")
    return (
        en_age(faits.entrees.filter("cohorte"))
        .sort("t0")
        .join_asof(premiers, left_on="t0", right_on="retour", by="personne", strategy="forward", check_sortedness=False)
        .drop_nulls("retour")
        .with_columns(mois=mois_de("retour"))
        .unique(["personne", "mois"], keep="last", maintain_order=True)
        .with_row_index("ligne")
    )


def _maintiens(reprises: pl.DataFrame, emplois: pl.DataFrame, sorties: pl.DataFrame) -> pl.DataFrame:
    """`num` when jobs of any length, at most 31 days apart from the return on, lead to the same day 6 months later."""
    borne = dans_des_mois("retour", MAINTIEN_MOIS)
    suivis = (
        reprises.select("ligne", "personne", "retour")
        .join(emplois.select("personne", "debut", "terme_connu"), on="personne")
        .filter(pl.col("debut") >= pl.col("retour"))
        .sort("ligne", "debut")
        .with_columns(avant=pl.col("terme_connu").cum_max().shift(1).over("ligne"))
        .with_columns(rompu=((pl.col("debut") - pl.col("avant")).dt.total_days() > INTERRUPTION_JOURS).fill_null(False))
        .filter(pl.col("rompu").cast(pl.Int32).cum_sum().over("ligne") == 0)
    )
    maintenus = suivis.filter(pl.col("terme_connu") >= borne)["ligne"]
    partis = (
        reprises.select("ligne", "personne", "retour")
        .join(sorties, on="personne")
        .filter(pl.col("sortie").is_between(pl.col("retour"), borne))["ligne"]
    )
    return reprises.with_columns(sorti=pl.col("ligne").is_in(partis.implode())).with_columns(
        num=(~pl.col("sorti") & pl.col("ligne").is_in(maintenus.implode())).cast(pl.Int64),
        den=(~pl.col("sorti")).cast(pl.Int64),
        exclus=pl.col("sorti").cast(pl.Int64),
    )


def _en_cdi(reprises: pl.DataFrame, comptes: pl.DataFrame) -> pl.DataFrame:
    """`num` when a contract signed that very day, of a spell that begins with it, is open-ended."""
    signes = comptes.filter("cdi", pl.col("debut") == pl.col("retour")).select("personne", "retour").unique()
    en_cdi = signes.with_columns(num=pl.lit(1, dtype=pl.Int64))
    return reprises.join(en_cdi, on=["personne", "retour"], how="left").with_columns(pl.col("num").fill_null(0))
