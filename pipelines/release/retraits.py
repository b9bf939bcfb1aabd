"""Series withdrawn because published counts would say too much together: they are whole, and none is left."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from pipelines.disclosure import SERIE, Parametres, a_retirer, retirees, retirer
from pipelines.disclosure.entreprises import est_retenue


def defauts_des_retraits(
    lignes: pl.DataFrame,
    entree: Mapping[str, Any],
    dimensions: Mapping[str, Mapping],
    contenances: pl.DataFrame,
    p: Parametres,
) -> Iterator[str]:
    """The faults of what is withdrawn from the rows of an indicator, and of what is not."""
    nom, series = entree["indicateur"], retirees(lignes, entree["forme"])
    tues = retirer(lignes, series)
    differe = pl.any_horizontal(pl.Series(c, lignes[c].ne_missing(tues[c])) for c in lignes.columns)
    if nombre := lignes.filter(differe).height:
        yield f"{nom}: {nombre:,} rows of a series that is withdrawn still show a figure, or give another reason."
    restent = a_retirer(lignes, entree, dimensions, contenances, p)
    if restent.height:
        premiere = ", ".join(map(str, restent.row(0)[:-1]))
        yield f"{nom}: the counts of {restent.height:,} series say too much together, for example {premiere}."


def sans_les_retraits(lignes: pl.DataFrame, forme: str) -> pl.DataFrame:
    """The rows that the rules of a form can be asked of: not those withdrawn whole; an untold count of who is left out
    stands as 0, which no rule reads."""
    series = retirees(lignes, forme)
    restent = lignes.join(series.filter(~pl.col("exclus_seuls")), on=SERIE, how="anti", maintain_order="left")
    marquees = restent.join(series, on=SERIE, how="left", maintain_order="left")
    tu = pl.col("exclus_seuls").fill_null(False) & (pl.col("statut") != "absent") & ~est_retenue
    return marquees.with_columns(exclus=pl.when(tu).then(0).otherwise("exclus")).select(lignes.columns)
