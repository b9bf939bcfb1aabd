"""Stocks: who is registered at the end of the month, and for how long."""

import polars as pl

from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.modalites import accompagnes
from pipelines.simulation.verites.personnes import dans_des_mois

ANCIENNETE_JOURS = 3_650
# A duration is published to the day up to 30, to the nearest multiple of five beyond
_AU_JOUR_PRES, _PAS = 30, 5
SANS_OU_PEU_D_ACTIVITE = ["A", "B", "C"]
CATEGORIES, INCONNUE = ["A", "B", "C", "D", "E", "F", "G"], "inconnu"
LONGUE_DUREE_MOIS = 12
# Bands of seniority, by the whole months they begin with
MOINS_DE_SIX_MOIS, TRANCHES = "moins_6_mois", {24: "24_mois_plus", 12: "12_23_mois", 6: "6_11_mois"}


def mesurer(faits: Faits) -> dict[str, pl.DataFrame]:
    presents = faits.presents
    longue = dans_des_mois("t0", LONGUE_DUREE_MOIS) <= pl.col("jour")
    en_recherche = presents.filter(pl.col("categorie").is_in(SANS_OU_PEU_D_ACTIVITE))
    return {
        "inscrits_stock": accompagnes(faits, presents).with_columns(
            categorie=pl.when(pl.col("categorie").is_in(CATEGORIES)).then("categorie").otherwise(pl.lit(INCONNUE)),
            anciennete=_tranche_d_anciennete(),
        ),
        "part_deld": en_recherche.with_columns(num=longue.cast(pl.Int64)),
        "anciennete_mediane": presents.with_columns(jours=_anciennete()),
    }


def _anciennete() -> pl.Expr:
    """Days since the journey began; null for whom has been there for more than ten years."""
    jours = (pl.col("jour") - pl.col("t0")).dt.total_days()
    publies = pl.when(jours <= _AU_JOUR_PRES).then(jours).otherwise((jours + _PAS // 2) // _PAS * _PAS)
    return pl.when(jours <= ANCIENNETE_JOURS).then(publies)


def _tranche_d_anciennete() -> pl.Expr:
    """The band of the whole months that have passed since the journey began, at the end of the month."""
    passes = (
        pl.when(dans_des_mois("t0", mois) <= pl.col("jour")).then(pl.lit(tranche)) for mois, tranche in TRANCHES.items()
    )
    return pl.coalesce(*passes, pl.lit(MOINS_DE_SIX_MOIS))
