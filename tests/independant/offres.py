"""Posts of the offers deposited in the network, and what became of each."""

from datetime import date
from pathlib import Path

import polars as pl

from tests.independant.faits import COMPTES, comptes
from tests.independant.lac import derniere, lire

DU_RESEAU, ERREUR, POURVU = "1", "ANNULEE_ERREUR", "POURVU"
UN_MOIS, SIX_MOIS = 30, 182
SANS_TERME = ["CDI", "DIN"]
DELAI_MAXIMAL = 180
"""A length is received in days: a month is 30, and more than six months is more than 182."""
FAIT = ["indicateur", "reference", "commune", "emetteur", "siret", "type_contrat", "cadre", "famille_metier", *COMPTES]


def postes(lac: Path, connu_le: date) -> pl.DataFrame:
    """One row per post offered, whether its fate was told or not, with its offer: `pourvu_le`, `par_erreur`."""
    offres = derniere(lire(lac, "offre", "offre", connu_le), ["offre"], ["date_extraction"])
    sorts = derniere(lire(lac, "offre", "poste", connu_le), ["offre", "rang"], ["date_extraction"])
    offres = offres.filter(pl.col("origine") == DU_RESEAU, pl.col("date_depot") <= connu_le).with_columns(
        rang=pl.int_ranges(1, pl.col("nombre_postes") + 1, dtype=pl.Int32),
        par_erreur=pl.col("motif_cloture").eq_missing(pl.lit(ERREUR)),
        emetteur=pl.lit(None, pl.String),
        type_contrat=pl.when(pl.col("duree_jours").is_null() | (pl.col("duree_jours") > SIX_MOIS))
        .then(pl.lit("durable"))
        .when(pl.col("duree_jours") >= UN_MOIS)
        .then(pl.lit("temporaire"))
        .otherwise(pl.lit("occasionnel")),
        famille_metier=pl.col("rome").str.extract("^([A-N])").fill_null("inconnu"),
        cadre=pl.when("cadre").then(pl.lit("cadre")).otherwise(pl.lit("non_cadre")),
    )
    pourvus = sorts.filter(pl.col("statut") == POURVU, pl.col("date_pourvoi") <= connu_le)
    return offres.explode("rang").join(
        pourvus.select("offre", "rang", pourvu_le="date_pourvoi"), on=["offre", "rang"], how="left"
    )


def toutes(postes: pl.DataFrame, connu_le: date) -> pl.DataFrame:
    """FAIT of the indicators of offers."""
    delai = (pl.col("pourvu_le") - pl.col("date_depot")).dt.total_days()
    offres = postes.unique("offre")
    justes = postes.filter(~pl.col("par_erreur"))
    closes = postes.filter(pl.col("date_cloture") <= connu_le)
    officielles = closes.filter(
        pl.col("nature_contrat").is_in(SANS_TERME) | (pl.col("duree_jours").fill_null(UN_MOIS + 1) > UN_MOIS)
    )
    pourvues = officielles.filter(
        ~pl.col("par_erreur"), pl.col("pourvu_le") <= pl.col("date_cloture"), pl.col("date_validation").is_not_null()
    )
    a_la_cloture = (pl.col("date_cloture") - pl.col("date_validation")).dt.total_days()
    return pl.concat(
        [
            *(
                _faits(
                    lignes,
                    nom,
                    "date_cloture",
                    pl.col("pourvu_le") <= pl.col("date_cloture"),
                    exclus=pl.col("par_erreur"),
                )
                for nom, lignes in (("taux_pourvoi", closes), ("taux_pourvoi_rpe", officielles))
            ),
            _faits(pourvues, "delai_pourvoi_rpe", "date_cloture", mesure=a_la_cloture.clip(0, DELAI_MAXIMAL)),
            *(
                _faits(postes, f"taux_pourvoi_{j}j", "date_depot", delai <= j, exclus=pl.col("par_erreur"))
                for j in (30, 60, 90)
            ),
            _faits(postes, "delai_pourvoi_median", "date_depot", exclus=pl.col("par_erreur"), jour=delai),
            _faits(offres.filter(~pl.col("par_erreur")), "offres_deposees", "date_depot"),
            _faits(justes, "postes_deposes", "date_depot"),
            _non_pourvus(justes, delai),
        ]
    )


def _non_pourvus(justes: pl.DataFrame, delai: pl.Expr) -> pl.DataFrame:
    """FAIT of the posts not filled in 30 days, which count, and of those they are drawn from, which do not."""
    ouverts = ~(delai <= 30).fill_null(False)
    deposes = comptes(justes, "postes_non_pourvus_30j", "date_depot")
    return deposes.with_columns(denominateur=ouverts.cast(pl.Int64)).select(FAIT)


def _faits(lignes: pl.DataFrame, *quoi: object, **comment: object) -> pl.DataFrame:
    return comptes(lignes, *quoi, **comment).select(FAIT)
