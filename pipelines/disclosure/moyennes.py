"""Means: to the tenth of a month or to the day, so that neither a sum nor one more person can be read from them."""

import polars as pl

from pipelines.disclosure.parametres import Parametres


def pas_de_la_grille(unite: str, p: Parametres) -> int:
    """How many steps of the grid make one month, or one day."""
    return {"mois": p.pas_par_mois, "jours": 1}[unite]


def sur_la_grille(somme: pl.Expr, nombre: pl.Expr, unite: str, p: Parametres) -> pl.Expr:
    """`somme` ÷ `nombre` to the nearest step, halves up, in whole numbers until the last division; null of nobody."""
    pas = pas_de_la_grille(unite, p)
    entier = (2 * pas * somme + nombre) // (2 * nombre)
    return pl.when(nombre > 0).then(entier / pas)
