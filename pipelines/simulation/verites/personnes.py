"""What the truth knows of persons: journeys, entries, presence at a month's end, what takes one out of working life."""

import polars as pl

from pipelines.simulation.monde import Parametres
from pipelines.simulation.verites import dimensions

CONTINUITE_JOURS = 15
CESSATION_RETRAITE = "05"
FINS_DE_VIE_ACTIVE = ["066", "038", "039"]


def mois_de(jour: str) -> pl.Expr:
    return pl.col(jour).dt.truncate("1mo")


def dans_des_mois(jour: str, mois: int) -> pl.Expr:
    """The same day some months later, or the last of that month when it is shorter."""
    return pl.col(jour).dt.offset_by(f"{mois}mo")


def parcours(inscription: pl.DataFrame) -> pl.DataFrame:
    """The register's rows, each with its journey: `t0`, `fin` (null: open), `entree`, and what its first row says.

    `entree` is false for a journey that opens with the bulk arrival of January 2025. `type_inscription`,
    `niveau_formation`, `diplome`, `boeth` and `qpv` are those of the first row, on all of them.

    A registration at most 15 days after the end of the previous one continues its journey.
    """
    lignes = inscription.sort("personne", "date").with_columns(
        ecart=(pl.col("date") - pl.col("date_cessation").shift(1).over("personne")).dt.total_days()
    )
    premiere = (pl.col("ndem") == 1).fill_null(False) | (pl.col("motif") == "6").fill_null(False)
    lignes = lignes.with_columns(
        tete=pl.col("ecart").is_null() | (pl.col("ecart") > CONTINUITE_JOURS),
        type_inscription=pl.when(premiere).then(pl.lit("premiere")).otherwise(pl.lit("reinscription")),
        niveau_formation=dimensions.niveau_formation(pl.col("niveau_formation")),
        qpv=dimensions.qpv(pl.col("qpv")),
    ).with_columns(parcours=pl.col("tete").cast(pl.Int32).cum_sum())
    dits_a_l_entree = pl.col("type_inscription", "niveau_formation", "diplome", "boeth", "qpv")
    return lignes.with_columns(
        dits_a_l_entree.first().over("parcours"),
        t0=pl.col("date").first().over("parcours"),
        fin=pl.col("date_cessation").last().over("parcours"),
        entree=(pl.col("code").first().over("parcours") == "1"),
    ).drop("ecart")


def entrees(lignes: pl.DataFrame, personne: pl.DataFrame) -> pl.DataFrame:
    """One row per journey that is an entry, with sex and age at its first day.

    `cohorte`: the first of the person in the month.
    """
    return dimensions.situer(lignes.filter("tete", "entree"), personne, "t0").with_columns(
        mois=mois_de("t0"), cohorte=pl.col("t0") == pl.col("t0").min().over("personne", mois_de("t0"))
    )


def presences(lignes: pl.DataFrame, personne: pl.DataFrame, parametres: Parametres) -> pl.DataFrame:
    """The registrations in force on the last day (`jour`) of each simulated month: one per person and month."""
    rang = pl.col("date").dt.year().cast(pl.Int32) * 12 + pl.col("date").dt.month() - 1
    fin = pl.col("date_cessation").dt.year().cast(pl.Int32) * 12 + pl.col("date_cessation").dt.month() - 1
    premier = parametres.premier_mois.year * 12 + parametres.premier_mois.month - 1
    # registered on the last day of a month: from the month of the registration to the month before that of its end
    inscrits = (
        lignes.with_columns(
            rang=pl.int_ranges(
                pl.max_horizontal(rang, pl.lit(premier)),
                pl.coalesce(fin, pl.lit(premier + parametres.mois)).clip(upper_bound=premier + parametres.mois),
            )
        )
        .filter(pl.col("rang").list.len() > 0)
        .explode("rang")
        .with_columns(mois=pl.date(pl.col("rang") // 12, pl.col("rang") % 12 + 1, 1))
        .with_columns(jour=pl.col("mois").dt.month_end())
    )
    return dimensions.situer(inscrits, personne, "jour")


def sorties_du_champ(inscription: pl.DataFrame, contrat: pl.DataFrame) -> pl.DataFrame:
    """Deaths and retirements, dated: `personne`, `sortie`."""
    retraites = inscription.filter(pl.col("motif_cessation") == CESSATION_RETRAITE)
    fins = contrat.filter(pl.col("motif_fin").is_in(FINS_DE_VIE_ACTIVE))
    return (
        pl.concat([retraites.select("personne", sortie="date_cessation"), fins.select("personne", sortie="fin")])
        .drop_nulls()
        .sort("sortie")
    )
