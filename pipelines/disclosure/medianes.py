"""Medians of delays and of pays, on a grid that is coarser where there are fewer units, and their bounds likewise. Pays
are measured by twentieths of the minimum wage.

The median and its bounds are read on the cumulated share (events at or before a day ÷ all who entered): the smallest
day whose share reaches 1/2, and 1/2 ∓ 1.96 √(1/4 ÷ D) with D the ROUNDED denominator, so that the ranks are public.
"""

import polars as pl

from pipelines.disclosure.parametres import Parametres
from pipelines.disclosure.pas import en_unites

_PAR_TRANCHE = 50_000


def publiee(pas: pl.Expr, unite: str, p: Parametres) -> pl.Expr:
    """A median or its bound in its unit, from what its parts are measured in (days, or steps of a minimum wage), by the
    grid of its published `denominateur`; null below all of them.

    Of 2,000 units, 30 days stay 30, 31 and 32 are 30, 33 to 37 are 35; of 50, 23 to 30 are 30, 31 to 89 are 60.
    """
    effectif = pl.col("denominateur")
    publies = []
    for seuil, court, long, de_smic in p.grilles_des_medianes:
        if unite == "smic":
            valeur = en_unites(_au_plus_proche(pas, de_smic), p.pas_par_smic)
        else:
            fin = _au_plus_proche(pas, court)
            valeur = pl.when(pas <= p.delai_court).then(fin).otherwise(_au_plus_proche(pas, long)).cast(pl.Float64)
        publies.append(pl.when(effectif >= seuil).then(valeur))
    return pl.coalesce(publies)


def _au_plus_proche(nombre: pl.Expr, pas: int) -> pl.Expr:
    return (nombre + pas // 2) // pas * pas


def bornes(cellules: pl.DataFrame, p: Parametres) -> pl.DataFrame:
    """`ic_bas`, `ic_haut` (days, before the grid; null when the share is never reached) of each row of `cellules`.

    Columns read: `exact` (all who entered), `denominateur` (the same, rounded), `jours`, `cumuls` (lists, ascending).
    """
    demi = p.quantile_normal * (0.25 / pl.col("denominateur")).sqrt()
    rangs = cellules.select(
        "jours",
        "cumuls",
        bas=(0.5 - demi) * pl.col("exact"),
        haut=(0.5 + demi) * pl.col("exact"),
    )
    tranches = [_premiers_jours(rangs.slice(debut, _PAR_TRANCHE)) for debut in range(0, rangs.height, _PAR_TRANCHE)]
    return pl.concat(tranches) if tranches else pl.DataFrame(schema={"ic_bas": pl.Int32, "ic_haut": pl.Int32})


def _premiers_jours(rangs: pl.DataFrame) -> pl.DataFrame:
    """The first day at which each row's cumulated count reaches its two ranks."""
    lignes = rangs.with_row_index("ligne")
    atteints = (
        lignes.filter(pl.col("jours").list.len() > 0)
        .explode("jours", "cumuls")
        .group_by("ligne")
        .agg(
            pl.col("jours").filter(pl.col("cumuls") >= pl.col("bas")).min().alias("ic_bas"),
            pl.col("jours").filter(pl.col("cumuls") >= pl.col("haut")).min().alias("ic_haut"),
        )
    )
    return lignes.select("ligne").join(atteints, on="ligne", how="left", maintain_order="left").drop("ligne")
