"""The five forms a published cell can take, each from rounded counts: a share, a count, a median, a mean, a weighted
share.

Each function receives the exact cells of one indicator and their rounded counts, row for row, and gives the key, the
counts that may be seen, `valeur`, `ic_bas`, `ic_haut`, `statut`, `motif`. Where `motif` is not null, `valeur` is.
"""

from collections.abc import Callable
from functools import partial

import polars as pl

from pipelines.disclosure import medianes, moyennes, parts, ponderees
from pipelines.disclosure.controles import CLE
from pipelines.disclosure.entreprises import est_retenue
from pipelines.disclosure.parametres import Parametres

_ETAT = [*CLE, "statut", "motif", "rupture"]
taille = pl.col("denominateur")


def part(exactes: pl.DataFrame, arrondis: pl.DataFrame, p: Parametres) -> pl.DataFrame:
    """A share: withheld below 50, bounded when nobody or everybody, numerator hidden below 15."""
    bas, haut = parts.bornes(p)
    bas_extreme, haut_extreme = parts.bornes_extremes(p)
    motif = (
        pl.when(pl.col("motif").is_not_null())
        .then(pl.col("motif"))
        .when(taille < p.seuil_denominateur)
        .then(pl.lit("effectif_insuffisant"))
        .when(parts.est_extreme())
        .then(pl.lit("part_extreme"))
    )
    publie, extreme = pl.col("motif").is_null(), pl.col("motif") == "part_extreme"
    return (
        exactes.select(_ETAT)
        .hstack(arrondis)
        .with_columns(motif=motif)
        .with_columns(
            valeur=pl.when(publie).then(parts.valeur(p)),
            ic_bas=pl.when(publie).then(bas).when(extreme).then(bas_extreme),
            ic_haut=pl.when(publie).then(haut).when(extreme).then(haut_extreme),
            effectif_faible=(publie & (taille < p.seuil_effectif_faible)).fill_null(False),
            numerateur=pl.when(taille >= p.seuil_numerateur).then("numerateur"),
        )
    )


def effectif(exactes: pl.DataFrame, arrondis: pl.DataFrame, p: Parametres) -> pl.DataFrame:
    """A count: the rounded count and nothing else. 0 stays 0, which means 0 to 4."""
    return exactes.select(_ETAT).with_columns(arrondis["denominateur"].alias("valeur"))


def mediane(exactes: pl.DataFrame, arrondis: pl.DataFrame, p: Parametres, unite: str) -> pl.DataFrame:
    """A median of days or of pays, on the grid with its bounds; the denominator counts all who entered."""
    publie = pl.col("motif").is_null()
    reunies = exactes.select(*_ETAT, "mediane").hstack(arrondis).with_columns(_etat_d_une_mediane(p))
    rangs = reunies.with_row_index("rang").filter(publie)["rang"]
    a_lire = exactes[rangs].select(pl.col("denominateur").alias("exact"), "jours", "cumuls")
    bornes = medianes.bornes(a_lire.with_columns(arrondis["denominateur"][rangs]), p).with_columns(rangs)
    return (
        reunies.with_row_index("rang")
        .join(bornes, on="rang", how="left", maintain_order="left")
        .with_columns(
            valeur=pl.when(publie).then(medianes.publiee(pl.col("mediane"), unite, p)),
            ic_bas=medianes.publiee(pl.col("ic_bas"), unite, p),
            ic_haut=medianes.publiee(pl.col("ic_haut"), unite, p),
            effectif_faible=(publie & (taille < p.seuil_effectif_faible)).fill_null(False),
        )
    )


def _etat_d_une_mediane(p: Parametres) -> list[pl.Expr]:
    """`motif` and `statut`: below the threshold, or withheld, they are those of the period, never those of the cell.

    Whether a median is reached, and when it becomes final, depend on who is in the cell: told of a small cell, they
    would tell of its people; of a withheld one, of an enterprise. The period is final when all the medians it
    publishes are.
    """
    observe = pl.col("statut") != "absent"
    petit = observe & ~est_retenue & (taille < p.seuil_denominateur).fill_null(False)
    assez = observe & ~est_retenue & ~petit
    finale = (assez.any() & (pl.col("statut") == "definitif").filter(assez).all()).over("periode_type", "periode_debut")
    de_la_periode = pl.when(finale).then(pl.lit("definitif")).otherwise(pl.lit("provisoire"))
    return [
        pl.when(petit).then(pl.lit("effectif_insuffisant")).otherwise("motif").alias("motif"),
        pl.when(observe & ~assez).then(de_la_periode).otherwise("statut").alias("statut"),
    ]


def moyenne(exactes: pl.DataFrame, arrondis: pl.DataFrame, p: Parametres, unite: str) -> pl.DataFrame:
    """A mean in months or days, on the grid of its unit; no interval, and its sum stays in the house."""
    motif = (
        pl.when(pl.col("motif").is_not_null())
        .then(pl.col("motif"))
        .when(taille < p.seuil_denominateur)
        .then(pl.lit("effectif_insuffisant"))
    )
    publie = pl.col("motif").is_null()
    exacte = exactes.select(moyennes.sur_la_grille(pl.col("somme"), pl.col("denominateur"), unite, p)).to_series()
    return (
        exactes.select(_ETAT)
        .hstack(arrondis)
        .with_columns(motif=motif)
        .with_columns(
            valeur=pl.when(publie).then(exacte),
            effectif_faible=(publie & (taille < p.seuil_effectif_faible)).fill_null(False),
        )
    )


def part_ponderee(exactes: pl.DataFrame, arrondis: pl.DataFrame, p: Parametres, unite: str) -> pl.DataFrame:
    """A weighted share on its grid, 0 and 1 included: it counts answers, and says nothing of one of them. Answers that
    weigh nothing are too few. A balance has no interval."""
    poids = exactes.select("somme", "somme_favorable", "somme_carres")
    motif = (
        pl.when(pl.col("motif").is_not_null())
        .then(pl.col("motif"))
        .when((taille < p.seuil_denominateur) | (pl.col("somme") == 0))
        .then(pl.lit("effectif_insuffisant"))
    )
    publie = pl.col("motif").is_null()
    bas, haut = ponderees.bornes(pl.col("valeur"), ponderees.taille_effective(p), p)
    encadre = publie & (unite != "solde")
    return (
        exactes.select(_ETAT)
        .hstack(arrondis)
        .hstack(poids)
        .with_columns(motif=motif)
        .with_columns(
            valeur=pl.when(publie).then(ponderees.valeur(p)),
            effectif_faible=(publie & (taille < p.seuil_effectif_faible)).fill_null(False),
        )
        .with_columns(ic_bas=pl.when(encadre).then(bas), ic_haut=pl.when(encadre).then(haut))
        .drop(poids.columns)
    )


Forme = Callable[[pl.DataFrame, pl.DataFrame, Parametres], pl.DataFrame]
_PAR_NOM: dict[str, Forme] = {"part": part, "effectif": effectif}


def pour(forme: str, unite: str) -> Forme:
    """The function of a form; the grid and the interval of some are those of their unit."""
    par_unite = {"mediane": mediane, "moyenne": moyenne, "part_ponderee": part_ponderee}
    return partial(par_unite[forme], unite=unite) if forme in par_unite else _PAR_NOM[forme]
