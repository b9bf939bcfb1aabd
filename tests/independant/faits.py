"""What a row adds to an indicator: the counts of one side or the other, at one date."""

import polars as pl

from tests.independant.inscriptions import OUVERTURE

PERSONNE = ["personne_id", "commune", "emetteur", "sexe", "naissance_mois", *OUVERTURE]
COMPTES = ["numerateur", "denominateur", "exclus", "somme", "jour"]
FAIT = ["indicateur", "reference", *PERSONNE, *COMPTES, "groupe"]


def comptes(
    lignes: pl.DataFrame,
    indicateur: str,
    reference: str,
    numerateur: pl.Expr | None = None,
    *,
    exclus: pl.Expr | None = None,
    jour: pl.Expr | None = None,
    mesure: pl.Expr | None = None,
    groupe: pl.Expr | None = None,
) -> pl.DataFrame:
    """`lignes` with indicateur, reference (date), exclus, denominateur, numerateur (0 or 1), somme (of the measure of a
    mean), jour (days) and groupe (of the parts of a whole, the one it is in).

    An excluded row adds to neither side.
    """
    exclu = pl.lit(False) if exclus is None else exclus.fill_null(False)
    au_numerateur = pl.lit(False) if numerateur is None else numerateur.fill_null(False)
    return lignes.with_columns(
        indicateur=pl.lit(indicateur),
        reference=pl.col(reference),
        exclus=exclu.cast(pl.Int64),
        denominateur=(~exclu).cast(pl.Int64),
        numerateur=(au_numerateur & ~exclu).cast(pl.Int64),
        somme=pl.lit(0, pl.Int64) if mesure is None else mesure,
        jour=pl.lit(None, pl.Int64) if jour is None else jour,
        groupe=pl.lit(None, pl.String) if groupe is None else groupe,
    )


def de_personnes(lignes: pl.DataFrame, *quoi: object, **comment: object) -> pl.DataFrame:
    """FAIT, from rows that hold PERSONNE, or what is known of it without a registration."""
    complet = lignes.with_columns(pl.lit(None).alias(c) for c in OUVERTURE if c not in lignes.columns)
    return comptes(complet, *quoi, **comment).select(FAIT)
