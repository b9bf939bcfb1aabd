"""Values kept on a grid: whole steps until the last division, so that two computations give the same bits."""

import polars as pl

_DECIMALES = 2
"""No grid is finer than a hundredth of a unit."""


def en_unites(pas: pl.Expr, par_unite: int) -> pl.Expr:
    """`pas` steps of which `par_unite` make a unit, as the number one would write: 23 twentieths are 1.15.

    Rounded, since a division by a constant is done by its inverse, which may miss the nearest number by one bit.
    """
    return (pas / par_unite).round(_DECIMALES)
