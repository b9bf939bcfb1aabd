"""Weighted shares: to the hundredth, with an interval that counts how unequal the weights are.

No weight leaves the house: neither their sum nor that of their squares. The effective size is put on the grid of counts
before anything is made from it.
"""

import polars as pl

from pipelines.disclosure.parametres import Parametres
from pipelines.disclosure.pas import en_unites


def valeur(p: Parametres) -> pl.Expr:
    """Favourable weights ÷ weights to the nearest step, halves up, in whole numbers; null when nothing weighs."""
    somme, favorable, pas = pl.col("somme"), pl.col("somme_favorable"), p.pas_par_part
    return pl.when(somme > 0).then(en_unites((2 * pas * favorable + somme) // (2 * somme), pas))


def taille_effective(p: Parametres) -> pl.Expr:
    """(Σw)² ÷ Σw², to the nearest multiple of the base: one at least, the published denominator at most."""
    effective = pl.col("somme").cast(pl.Float64) ** 2 / pl.col("somme_carres")
    return (p.base * (effective / p.base).round()).clip(p.base, pl.col("denominateur"))


def bornes(part: pl.Expr, effectif: pl.Expr, p: Parametres) -> tuple[pl.Expr, pl.Expr]:
    """Wilson interval at 95 % of a published share, on an effective size."""
    z2 = p.quantile_normal**2
    centre = (part + z2 / (2 * effectif)) / (1 + z2 / effectif)
    demi = p.quantile_normal / (1 + z2 / effectif) * (part * (1 - part) / effectif + z2 / (4 * effectif**2)).sqrt()
    # the last digit of a floating point sum may fall beyond 0 or 1
    return tuple(borne.clip(0, 1).round(p.decimales_intervalle) for borne in (centre - demi, centre + demi))
