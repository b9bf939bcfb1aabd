"""Job spells, from the definitions of the indicators alone."""

from datetime import date

import polars as pl

# natures of contract (40.007) that are no job, and placements (40.008) that make none of any contract
SANS_EMPLOI = ["29", "32", "53", "54", "60", "70", "80", "81", "89", "90"]
PLACEMENTS = ["92", "93"]
CLASSE_CDI = ["01", "07", "08", "09", "50", "82", "91"]
ECART_JOURS, DURABLE_MOIS = 7, 6
_SANS_FIN = pl.date(9999, 12, 31)


def emplois(contrat: pl.DataFrame) -> pl.DataFrame:
    """Job spells that count: `personne`, `debut`. Open-ended, or one calendar month long, planned or actual."""
    episodes = comptes(contrat).unique("episode", maintain_order=True)
    return episodes.select("personne", debut="retour").sort("personne", "debut")


def comptes(contrat: pl.DataFrame, connu_jusqua: date | None = None) -> pl.DataFrame:
    """The contracts of the job spells that count, each with its spell: `episode`, first day `retour`, longest `terme`.

    `terme` is the latest of all planned and actual ends; a contract without either is known to last until
    `connu_jusqua`. `cdi` and `fin_du_contrat` are of the contract.
    """
    dernier = pl.coalesce(pl.max_horizontal("fin_prevue", "fin"), pl.lit(connu_jusqua, pl.Date))
    return (
        episodes(contrat)
        .with_columns(fin_du_contrat="fin", terme=dernier.max().over("episode"))
        .filter(pl.col("cdi").any().over("episode") | atteint("terme", "retour", 1))
    )


def episodes(contrat: pl.DataFrame) -> pl.DataFrame:
    """Contracts that are jobs, of any length, with their spell (`episode`, first day `retour`); `cdi`: open-ended."""
    maillons = _maillons(contrat)
    return maillons.with_columns(
        pl.Series("episode", _unir(maillons)), cdi=pl.col("nature").is_in(CLASSE_CDI)
    ).with_columns(retour=pl.col("debut").min().over("episode"))


def durable() -> pl.Expr:
    """Open-ended, or planned for six calendar months."""
    return pl.col("cdi") | atteint("fin_prevue", "debut", DURABLE_MOIS)


def atteint(fin: str, debut: str, mois: int) -> pl.Expr:
    """True when `mois` calendar months have passed at the end of the day `fin`; false when it is not known."""
    return (pl.col(fin) >= pl.col(debut).dt.offset_by(f"{mois}mo").dt.offset_by("-1d")).fill_null(False)


def declares(contrat: pl.DataFrame) -> pl.DataFrame:
    """Contracts that are jobs, of any length. `terme_connu`: actual end, else planned end, else far away."""
    jobs = contrat.filter(~pl.col("nature").is_in(SANS_EMPLOI), ~pl.col("dispositif").is_in(PLACEMENTS))
    return jobs.with_columns(terme_connu=terme_connu())


def terme_connu() -> pl.Expr:
    """The actual end of a contract, else its planned end, else far away."""
    return pl.coalesce("fin", "fin_prevue", _SANS_FIN)


def _maillons(contrat: pl.DataFrame) -> pl.DataFrame:
    """Contracts that are jobs, chained with one SIREN when at most 7 days apart: `chaine`."""
    return enchainer(declares(contrat), ECART_JOURS)


def enchainer(contrats: pl.DataFrame, ecart_jours: int) -> pl.DataFrame:
    """Contracts with their `chaine`: those of one person and SIREN, none beginning more than so many days after the
    latest `terme_connu` of those before it."""
    return (
        contrats.sort("personne", "siren", "debut", "numero")
        .with_columns(avant=pl.col("terme_connu").cum_max().shift(1).over("personne", "siren"))
        .with_columns(ecart=(pl.col("debut") - pl.col("avant")).dt.total_days())
        .with_columns(chaine=(pl.col("ecart").is_null() | (pl.col("ecart") > ecart_jours)).cast(pl.Int64).cum_sum())
    )


def _unir(maillons: pl.DataFrame) -> pl.Series:
    """Chains joined by transfers."""
    nouveaux = maillons.filter(pl.col("ancien_siret").is_not_null()).select(
        "personne", "ancien_siret", "ancien_numero", "ancien_debut", suite="chaine"
    )
    anciens = maillons.select("personne", pl.col("siren") + pl.col("nic"), "numero", "debut", "chaine")
    liens = nouveaux.join(
        anciens,
        left_on=["personne", "ancien_siret", "ancien_numero", "ancien_debut"],
        right_on=["personne", "siren", "numero", "debut"],
    )
    return reunir(maillons["chaine"], liens)


def reunir(chaines: pl.Series, liens: pl.DataFrame) -> pl.Series:
    """Chains with those they are linked to (`suite`, `chaine`): each takes the smallest number among them, until
    nothing moves."""
    liens = liens.select("suite", "chaine")
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
