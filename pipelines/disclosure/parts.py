"""Shares: everything a reader sees is computed from the rounded counts, never from the exact ones.

An interval made from exact counts would give them back; here a reader who has N and D finds the same value and bounds.
"""

import polars as pl

from pipelines.disclosure.parametres import Parametres

N, D = pl.col("numerateur").cast(pl.Float64), pl.col("denominateur").cast(pl.Float64)


def est_extreme() -> pl.Expr:
    """N = 0 or N ≥ D: nobody, or everybody, as far as the rounding can tell."""
    return (pl.col("numerateur") == 0) | (pl.col("numerateur") >= pl.col("denominateur"))


def valeur(p: Parametres) -> pl.Expr:
    return (N / D).round(p.decimales_valeur)


def bornes(p: Parametres) -> tuple[pl.Expr, pl.Expr]:
    """Wilson interval at 95 %, on an effective size that counts the noise of rounding beside that of sampling.

    n_eff = p(1 − p) / [p(1 − p)/D + v(1 + p²)/D²], v the mean variance of the rounding (4 for base 5).
    """
    part = N / D
    dispersion = part * (1 - part)
    effectif = dispersion / (dispersion / D + p.variance_moyenne * (1 + part**2) / D**2)
    z2 = p.quantile_normal**2
    centre = (part + z2 / (2 * effectif)) / (1 + z2 / effectif)
    demi = p.quantile_normal / (1 + z2 / effectif) * (dispersion / effectif + z2 / (4 * effectif**2)).sqrt()
    return (centre - demi).round(p.decimales_intervalle), (centre + demi).round(p.decimales_intervalle)


def bornes_extremes(p: Parametres) -> tuple[pl.Expr, pl.Expr]:
    """The one bound of an extreme share: at most e / (D − e) when N = 0, at least (N − e) / (D + e) when N ≥ D."""
    erreur = p.erreur_maximale
    plancher = pl.when(pl.col("numerateur") > 0).then(((N - erreur) / (D + erreur)).round(p.decimales_intervalle))
    plafond = pl.when(pl.col("numerateur") == 0).then((erreur / (D - erreur)).round(p.decimales_intervalle))
    return plancher, plafond
