"""Where the plans stand: acts of organisations, published as they are counted."""

import polars as pl

from pipelines.release.colonnes import ACTIONS_DE_PLAN

COLONNES_ACTIONS = {colonne.nom: colonne.genre for colonne in ACTIONS_DE_PLAN}
CLE_ACTIONS = list(COLONNES_ACTIONS)[:3]
DECIMALES = 2


def etapes_par_action() -> pl.Expr:
    """Mean steps done by an action open or done; null where every action was given up."""
    suivies = pl.col("ouvertes") + pl.col("faites")
    return pl.when(suivies > 0).then((pl.col("etapes_faites") / suivies).round(DECIMALES))


def actions_publiables(actions: pl.DataFrame) -> pl.DataFrame:
    """COLONNES_ACTIONS, sorted by key, of counts by territory and theme (a row without key is none)."""
    comptees = actions.drop_nulls(CLE_ACTIONS).with_columns(etapes_faites_par_action=etapes_par_action())
    return comptees.select(pl.col(nom).cast(genre) for nom, genre in COLONNES_ACTIONS.items()).sort(CLE_ACTIONS)
