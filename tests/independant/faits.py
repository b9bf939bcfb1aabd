"""What a row adds to an indicator: the counts of one side or the other, at one date."""

import polars as pl

from tests.independant.inscriptions import OUVERTURE

PERSONNE = ["personne_id", "commune", "emetteur", "sexe", "naissance_mois", *OUVERTURE]
QUALITES = ["categorie", "motif_fin", "dispositif", "financeurs", "anciennete", "operateur"]
"""What some rows are told by: as received, of a registration, of its end, of a training; of a month's end, how long
since and with whom."""
COMPTES = ["numerateur", "denominateur", "exclus", "somme", "somme_favorable", "somme_carres", "jour"]
FAIT = ["indicateur", "reference", *PERSONNE, *QUALITES, *COMPTES, "groupe"]


def comptes(
    lignes: pl.DataFrame,
    indicateur: str,
    reference: str,
    numerateur: pl.Expr | None = None,
    *,
    exclus: pl.Expr | None = None,
    jour: pl.Expr | None = None,
    mesure: pl.Expr | None = None,
    favorable: pl.Expr | None = None,
    groupe: pl.Expr | None = None,
) -> pl.DataFrame:
    """`lignes` with indicateur, reference (date), exclus, denominateur, numerateur (0 or 1), somme (of the measure of a
    mean, or of weights), jour (days) and groupe (of the parts of a whole, the one it is in). Of weights: those that are
    favourable (less those that are not, for a balance), and the squares, which go beyond a whole number of 64 bits.

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
        somme_favorable=pl.lit(0, pl.Int64) if favorable is None else favorable,
        somme_carres=pl.lit(0.0) if favorable is None or mesure is None else mesure.cast(pl.Float64) ** 2,
        jour=pl.lit(None, pl.Int64) if jour is None else jour,
        groupe=pl.lit(None, pl.String) if groupe is None else groupe,
    )


def avec_qualites(lignes: pl.DataFrame) -> pl.DataFrame:
    """`lignes` with each of QUALITES, none where it says nothing of them."""
    return lignes.with_columns(pl.lit(None, pl.String).alias(c) for c in QUALITES if c not in lignes.columns)


def de_personnes(lignes: pl.DataFrame, *quoi: object, **comment: object) -> pl.DataFrame:
    """FAIT, from rows that hold PERSONNE, or what is known of it without a registration."""
    complet = lignes.with_columns(pl.lit(None).alias(c) for c in OUVERTURE if c not in lignes.columns)
    return comptes(avec_qualites(complet), *quoi, **comment).select(FAIT)
