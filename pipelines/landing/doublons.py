"""Repeats: units of a file with the received content of an earlier unit of it, though many parts lie between them."""

from collections.abc import Iterable

import polars as pl

UNITE = ["fichier", "unite"]
_CONTENU = {"fichier": pl.UInt32, "contenu": pl.UInt64, "lignes": pl.UInt32}
_PREMIER = "premier"


class Vues:
    """The contents of the units met so far in a lot, part after part: 16 bytes each.

    A content is the sum of the 64-bit hashes of the rows of a unit, and their number. `rangs` names the columns that
    only number things by their place in the file: what they tell is which rows of a unit go together.
    """

    def __init__(self, rangs: Iterable[str] = ()) -> None:
        self._rangs = tuple(rangs)
        self._vues = pl.DataFrame(schema=_CONTENU)

    def repetees(self, entites: dict[str, pl.DataFrame]) -> pl.DataFrame:
        """`fichier` and `unite` of the units whose content came before; `entites`: the received rows of all units."""
        lignes = [frame.drop_nulls("unite") for frame in entites.values()]
        for nom in self._rangs:
            lignes = _depuis_le_premier(lignes, nom)
        empreintes = [
            frame.select(UNITE).hstack([frame.drop(*UNITE, "ligne").hash_rows(seed).alias("contenu")])
            for seed, frame in enumerate(lignes)
        ]
        vide = pl.DataFrame(schema=dict.fromkeys(UNITE, pl.UInt32) | {"contenu": pl.UInt64})
        unites = pl.concat([vide, *empreintes]).group_by(UNITE).agg(pl.col("contenu").sum(), pl.len().alias("lignes"))
        return self._noter(unites.cast(_CONTENU).sort(UNITE))

    def _noter(self, unites: pl.DataFrame) -> pl.DataFrame:
        contenu = list(_CONTENU)
        avant = self._vues.join(unites, on=contenu, how="semi")
        nouvelles = unites.filter(pl.struct(contenu).is_first_distinct()).join(avant, on=contenu, how="anti")
        self._vues = pl.concat([self._vues, nouvelles.select(contenu)])
        return unites.join(nouvelles, on=UNITE, how="anti", maintain_order="left").select(UNITE)


def _depuis_le_premier(lignes: list[pl.DataFrame], rang: str) -> list[pl.DataFrame]:
    """The rows with their rank counted from the first of their unit."""
    rangs = [frame.select(*UNITE, pl.col(rang).cast(pl.Int64)) for frame in lignes if rang in frame.columns]
    if not rangs:
        return lignes
    premiers = pl.concat(rangs).group_by(UNITE).agg(pl.col(rang).min().alias(_PREMIER))
    return [
        frame.join(premiers, on=UNITE, how="left", maintain_order="left")
        .with_columns(pl.col(rang).cast(pl.Int64) - pl.col(_PREMIER))
        .drop(_PREMIER)
        if rang in frame.columns
        else frame
        for frame in lignes
    ]
