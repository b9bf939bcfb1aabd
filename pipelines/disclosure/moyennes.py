"""Means: to the tenth of a month, to the day, or to the hundredth of a full time.

Neither a sum nor one more person can be read from them.
"""

import polars as pl

from pipelines.disclosure.parametres import Parametres
from pipelines.disclosure.pas import en_unites

_DIX_MILLIEMES = 10_000
"""What is measured of a full time: whole ten-thousandths."""


def pas_de_la_grille(unite: str, p: Parametres) -> int:
    """How many steps of the grid make one month, one day, or a full time."""
    return {"mois": p.pas_par_mois, "jours": 1, "quotite": p.pas_par_part}[unite]


def sur_la_grille(somme: pl.Expr, nombre: pl.Expr, unite: str, p: Parametres) -> pl.Expr:
    """`somme` ÷ `nombre` to the nearest step, halves up, in whole numbers until the last division; null of nobody."""
    pas = pas_de_la_grille(unite, p)
    unites = nombre * (_DIX_MILLIEMES if unite == "quotite" else 1)
    entier = (2 * pas * somme + unites) // (2 * unites)
    return pl.when(nombre > 0).then(en_unites(entier, pas))
