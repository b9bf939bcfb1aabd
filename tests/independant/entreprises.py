"""How few enterprises an outcome may be that of: those of the units of each cell, and what the largest has of them."""

import polars as pl

from tests.independant.cellules import CLE

D_ETABLISSEMENTS = [
    *("taux_recours_rpe", "taux_depot_recruteurs", "satisfaction_entreprises", "taux_reponse_entreprises"),
]
"""Of these, a unit is an establishment, which is always known; of the others, a post."""
SECRETS = [
    *("taux_pourvoi", "taux_pourvoi_30j", "taux_pourvoi_60j", "taux_pourvoi_90j", "delai_pourvoi_median"),
    *("taux_pourvoi_rpe", "delai_pourvoi_rpe", "postes_non_pourvus_30j"),
    *("offres_diagnostiquees_30j", "abandon_faute_de_candidats"),
    *D_ETABLISSEMENTS,
]
"""What became of posts or establishments; what is merely deposited is no secret."""
MESURES = ["unites", "entreprises", "premiere_entreprise"]


def unites(faits: pl.DataFrame) -> pl.DataFrame:
    """`faits` (of posts or establishments, with their `siret`) that are not excluded, with `unites`, 1, and `siren`.

    A post filled in time is one too, of the count of those that are not: the count is drawn from both.
    """
    return faits.filter(pl.col("exclus") == 0).with_columns(
        unites=pl.lit(1, pl.Int64), siren=pl.col("siret").str.slice(0, 9)
    )


def mesures(par_siren: pl.DataFrame) -> pl.DataFrame:
    """CLE, MESURES, of units by cell and enterprise; those of none that is known are among the units alone."""
    connue = pl.col("siren").is_not_null()
    return par_siren.group_by(CLE).agg(
        pl.col("unites").sum(),
        entreprises=pl.col("siren").filter(connue).n_unique().cast(pl.Int64),
        premiere_entreprise=pl.col("unites").filter(connue).max(),
    )
