"""Enterprises: a result withheld because one enterprise would be read in it must not come back by subtraction.

Its numerator is looked for, and the count itself where that is withheld too; not where they are so few that nobody's
result is told. A median, a mean or a weighted share is in no sum; those it counts, posts filled or answers, are the
numerator of a rate, and are looked for there.
"""

import numpy as np
import polars as pl

from pipelines.audit.bornes import Solveur, etendues
from pipelines.audit.cibles import Attaque, attaques
from pipelines.audit.connaissances import Contexte
from pipelines.audit.fichiers import CLE, Millesime
from pipelines.audit.parallele import en_ordre

MOTIF = "secret_etablissement"
PART_MINIMALE, POSTES_MINIMAUX = 0.2, 5
"""What must remain unknown of a withheld result, on each side: a share of its posts, and a number of them."""
_MEME_NOMBRE = 1e-6


def retenues(millesime: Millesime) -> pl.DataFrame:
    """CLE, `grandeur`, `denominateur`: the counts withheld for the sake of an enterprise, of the rows drawn for this
    release."""
    retenue = (pl.col("motif") == MOTIF) & (pl.col("statut") != "absent")
    noms = millesime.table.filter(retenue).select(pl.col("indicateur").unique().sort()).collect()["indicateur"]
    peu = (pl.col("denominateur") < millesime.publication["secret"]["seuil_numerateur"]).fill_null(False)
    trouves = [millesime.table.clear().select(*CLE, "denominateur", grandeur=pl.lit("")).collect()]
    for nom in noms:
        lignes = millesime.tirees(nom).filter(retenue, ~peu)
        for grandeur in _cherchees(millesime.entrees[nom]["forme"]):
            tus = lignes.filter(pl.col("denominateur").is_null() | (grandeur != "denominateur"))
            trouves.append(tus.select(*CLE, "denominateur", grandeur=pl.lit(grandeur)))
    return pl.concat(trouves).sort(*CLE, "grandeur")


def _cherchees(forme: str) -> tuple[str, ...]:
    return {"part": ("numerateur", "denominateur"), "effectif": ("denominateur",)}.get(forme, ())


def trop_etroites(millesime: Millesime, contexte: Contexte, cases: pl.DataFrame) -> pl.DataFrame:
    """CLE and `grandeur` of the withheld counts that are left a range narrower than ± 20 % of their posts, or than ± 5;
    of posts whose number is not told, those that may be enough for a result to be told."""
    cibles = cases.with_columns(publie=pl.lit(None, pl.Int64))
    assez = millesime.publication["secret"]["seuil_numerateur"]
    etroites = [cases.select(*CLE, "grandeur").clear()]
    for attaque, bornes in en_ordre(_etendues, attaques(millesime, contexte, cibles)):
        if bornes is None:
            continue
        bas, haut = bornes
        dits = attaque.cibles["denominateur"].is_not_null().to_numpy()
        postes = attaque.cibles["denominateur"].fill_null(0).to_numpy()
        minimum = 2 * np.maximum(PART_MINIMALE * postes, POSTES_MINIMAUX) - _MEME_NOMBRE
        connues = (haut - bas < minimum) & (dits | (haut >= assez))
        etroites.append(attaque.cibles.filter(pl.Series(connues)).select(*CLE, "grandeur"))
    return pl.concat(etroites)


def _etendues(attaque: Attaque) -> tuple[Attaque, tuple[np.ndarray, np.ndarray] | None]:
    """The bounds of its targets; None where nothing satisfies the system."""
    for vue in attaque.vues:
        if (bornes := etendues(Solveur(vue.systeme), attaque.lignes)) is not None:
            return attaque, bornes
    return attaque, None
