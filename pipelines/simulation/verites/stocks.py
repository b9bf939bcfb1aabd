"""Stocks: who is registered at the end of the month, and for how long."""

import polars as pl

from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.personnes import dans_des_mois

SANS_OU_PEU_D_ACTIVITE = ["A", "B", "C"]
LONGUE_DUREE_MOIS = 12


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    presents = faits.presents
    longue = dans_des_mois("t0", LONGUE_DUREE_MOIS) <= pl.col("jour")
    en_recherche = presents.filter(pl.col("categorie").is_in(SANS_OU_PEU_D_ACTIVITE))
    return {"inscrits_stock": presents, "part_deld": en_recherche.with_columns(num=longue.cast(pl.Int64))}
