"""Enterprises: a result withheld because one enterprise would be read in it must not come back by subtraction."""

import numpy as np
import polars as pl

from pipelines.audit.bornes import etendues
from pipelines.audit.cibles import attaques
from pipelines.audit.fichiers import CLE, Millesime
from pipelines.audit.systeme import Contexte

MOTIF = "secret_etablissement"
PART_MINIMALE, POSTES_MINIMAUX = 0.2, 5
"""What must remain unknown of a withheld result, on each side: a share of its posts, and a number of them."""


def retenues(millesime: Millesime) -> pl.DataFrame:
    """CLE, denominateur: the rows drawn for this release whose result is withheld for the sake of an enterprise."""
    retenue = (pl.col("motif") == MOTIF) & (pl.col("statut") != "absent")
    noms = millesime.table.filter(retenue).select(pl.col("indicateur").unique().sort()).collect()["indicateur"]
    lignes = pl.concat([millesime.table.clear().collect(), *(millesime.tirees(nom).filter(retenue) for nom in noms)])
    return lignes.select(*CLE, "denominateur").sort(CLE)


def trop_etroites(millesime: Millesime, contexte: Contexte, cases: pl.DataFrame) -> int:
    """How many withheld numerators are left a range narrower than ± 20 % of their posts, or than ± 5."""
    cibles = cases.with_columns(grandeur=pl.lit("numerateur"), publie=pl.lit(None, pl.Int64))
    etroites = 0
    for attaque in attaques(millesime, contexte, cibles):
        bornes = etendues(attaque.systeme, attaque.lignes)
        if bornes is None:
            bornes = etendues(attaque.relachee(), attaque.lignes)
        if bornes is None:
            continue
        postes = attaque.cibles["denominateur"].fill_null(0).to_numpy()
        minimum = 2 * np.maximum(PART_MINIMALE * postes, POSTES_MINIMAUX)
        etroites += int((bornes[1] - bornes[0] < minimum).sum())
    return etroites
