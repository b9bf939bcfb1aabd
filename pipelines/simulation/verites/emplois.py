"""Job spells and returns to work, from the definitions of the indicators alone."""

import polars as pl

from pipelines.simulation.verites.personnes import sorties_du_champ

# natures of contract (40.007) that are no job, and placements (40.008) that make none of any contract
SANS_EMPLOI = ["29", "32", "53", "54", "60", "70", "80", "81", "89", "90"]
PLACEMENTS = ["92", "93"]
CLASSE_CDI = ["01", "07", "08", "09", "50", "82", "91"]
ECART_JOURS = 7
AGE_MINIMAL, AGE_MAXIMAL = 16, 64
_SANS_FIN = pl.date(9999, 12, 31)


def emplois(contrat: pl.DataFrame) -> pl.DataFrame:
    """Job spells that count: `personne`, `debut`. Open-ended, or one calendar month long, planned or actual."""
    maillons = _maillons(contrat)
    return (
        maillons.with_columns(pl.Series("chaine", _unir(maillons)))
        .group_by("chaine")
        .agg(
            pl.col("personne").first(),
            pl.col("debut").min(),
            cdi=pl.col("nature").is_in(CLASSE_CDI).any(),
            terme=pl.max_horizontal("fin_prevue", "fin").max(),
        )
        .filter(
            pl.col("cdi")
            | (pl.col("terme") >= pl.col("debut").dt.offset_by("1mo").dt.offset_by("-1d")).fill_null(False)
        )
        .select("personne", "debut")
        .sort("personne", "debut")
    )


def _maillons(contrat: pl.DataFrame) -> pl.DataFrame:
    """Contracts that are jobs, chained with one SIREN when at most 7 days apart: `chaine`, `rang` (row number)."""
    jobs = contrat.filter(~pl.col("nature").is_in(SANS_EMPLOI), ~pl.col("dispositif").is_in(PLACEMENTS))
    return (
        jobs.with_columns(terme_connu=pl.coalesce("fin", "fin_prevue", _SANS_FIN))
        .sort("personne", "siren", "debut", "numero")
        .with_columns(avant=pl.col("terme_connu").cum_max().shift(1).over("personne", "siren"))
        .with_columns(ecart=(pl.col("debut") - pl.col("avant")).dt.total_days())
        .with_columns(chaine=(pl.col("ecart").is_null() | (pl.col("ecart") > ECART_JOURS)).cast(pl.Int64).cum_sum())
    )


def _unir(maillons: pl.DataFrame) -> pl.Series:
    """Chains joined by transfers: each takes the smallest number among those it is linked to, until nothing moves."""
    nouveaux = maillons.filter(pl.col("ancien_siret").is_not_null()).select(
        "personne", "ancien_siret", "ancien_numero", "ancien_debut", suite="chaine"
    )
    anciens = maillons.select("personne", pl.col("siren") + pl.col("nic"), "numero", "debut", "chaine")
    liens = nouveaux.join(
        anciens,
        left_on=["personne", "ancien_siret", "ancien_numero", "ancien_debut"],
        right_on=["personne", "siren", "numero", "debut"],
    ).select("suite", "chaine")
    chaines = maillons["chaine"]
    while not liens.filter(pl.col("suite") != pl.col("chaine")).is_empty():
        plus_petit = pl.min_horizontal("suite", "chaine")
        nom = (
            pl.concat([liens.select(de="suite", vers=plus_petit), liens.select(de="chaine", vers=plus_petit)])
            .group_by("de")
            .agg(pl.col("vers").min())
        )
        chaines = chaines.replace(nom["de"], nom["vers"])
        liens = liens.select(pl.all().replace(nom["de"], nom["vers"])).unique()
    return chaines


def retours(entrees: pl.DataFrame, inscription: pl.DataFrame, contrat: pl.DataFrame, mois: int) -> pl.DataFrame:
    """The cohort aged 16 to 64: `num`, `den`, `exclus` for a window of `mois` months, both ends included.

    Out (death, retirement) in the window and before any return: in `exclus` only. A spell begun before t0 is no return.
    """
    cohorte = entrees.filter("cohorte", pl.col("age").is_between(AGE_MINIMAL, AGE_MAXIMAL)).sort("t0")
    premiers = emplois(contrat).rename({"debut": "retour"}).sort("retour")
    sorties = sorties_du_champ(inscription, contrat).sort("sortie")
    borne = pl.col("t0").dt.offset_by(f"{mois}mo")
    sorti = (pl.col("sortie") <= borne) & (pl.col("retour").is_null() | (pl.col("sortie") < pl.col("retour")))
    return (
        cohorte.join_asof(
            premiers, left_on="t0", right_on="retour", by="personne", strategy="forward", check_sortedness=False
        )
        .join_asof(sorties, left_on="t0", right_on="sortie", by="personne", strategy="forward", check_sortedness=False)
        .with_columns(sorti=sorti.fill_null(False))
        .with_columns(
            num=(~pl.col("sorti") & (pl.col("retour") <= borne).fill_null(False)).cast(pl.Int64),
            den=(~pl.col("sorti")).cast(pl.Int64),
            exclus=pl.col("sorti").cast(pl.Int64),
        )
    )
