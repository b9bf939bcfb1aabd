"""The modalities of persons: what is said of each of them at a reference date."""

import polars as pl

_NIVEAUX = {
    "AFS": "infra_cap",
    "CP4": "infra_cap",
    "CFG": "infra_cap",
    "C12": "infra_cap",
    "C3A": "infra_cap",
    "NV5": "cap",
    "NV4": "bac",
    "NV3": "bac2",
    "NV2": "bac3_plus",
    "NV1": "bac3_plus",
}
_QUARTIERS = {"O": "en_qpv", "N": "hors_qpv"}
_INCONNU = "inconnu"
# in any of these publics, a person is of the official priority one (RPE)
PRIORITAIRES = ("moins_26_bac2", "infra_bac", "55_plus", "boeth", "rsa")


def age(jour: str) -> pl.Expr:
    """Completed months between birth month and reference month, in years; the day is ignored."""
    mois = (pl.col(jour).dt.year() - pl.col("naissance").dt.year()).cast(pl.Int32) * 12 + (
        pl.col(jour).dt.month().cast(pl.Int32) - pl.col("naissance").dt.month().cast(pl.Int32)
    )
    return mois // 12


def tranche_age(jour: str) -> pl.Expr:
    return (
        age(jour)
        .cut([26, 35, 40, 50, 55], labels=["-26", "26-34", "35-39", "40-49", "50-54", "55+"], left_closed=True)
        .cast(pl.String)
        .alias("tranche_age")
    )


def sexe() -> pl.Expr:
    return pl.when(pl.col("sexe") == "1").then(pl.lit("H")).otherwise(pl.lit("F")).alias("sexe")


def niveau_formation(code: pl.Expr) -> pl.Expr:
    return code.replace_strict(_NIVEAUX, default=_INCONNU, return_dtype=pl.String).fill_null(_INCONNU)


def qpv(code: pl.Expr) -> pl.Expr:
    return code.replace_strict(_QUARTIERS, default=_INCONNU, return_dtype=pl.String).fill_null(_INCONNU)


def situer(frame: pl.DataFrame, personne: pl.DataFrame, jour: str) -> pl.DataFrame:
    """Add `sexe`, `age` and `tranche_age` on the day of that column."""
    situe = frame.join(personne.select("personne", "naissance", "sexe"), on="personne", maintain_order="left")
    return situe.with_columns(sexe(), tranche_age(jour), age=age(jour))


def publics() -> pl.Expr:
    """The publics a person is in, as a list: none, one or several. A diploma not spoken of is not one that failed."""
    niveau, sans_diplome = pl.col("niveau_formation"), pl.col("diplome") == "N"
    sous_le_bac = niveau.is_in(["infra_cap", "cap"])
    moins_26 = pl.col("age") < 26
    appartenances = {
        "rsa": pl.col("rsa") == "soumis",
        "boeth": pl.col("boeth") == "O",
        "qpv": pl.col("qpv") == "en_qpv",
        "moins_26": moins_26,
        "moins_26_bac2": moins_26 & (sous_le_bac | (niveau == "bac") | ((niveau == "bac2") & sans_diplome)),
        "infra_bac": sous_le_bac | ((niveau == "bac") & sans_diplome),
        "50_plus": pl.col("age") >= 50,
        "55_plus": pl.col("age") >= 55,
    }
    appartenances["prioritaire_rpe"] = pl.any_horizontal(appartenances[nom].fill_null(False) for nom in PRIORITAIRES)
    noms = [pl.when(dedans).then(pl.lit(nom)) for nom, dedans in appartenances.items()]
    return pl.concat_list(noms).list.drop_nulls().alias("public")
