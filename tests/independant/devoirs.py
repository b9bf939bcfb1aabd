"""Entries into the duties of the RSA: how soon each person is oriented."""

import polars as pl

from tests.independant.faits import de_personnes
from tests.independant.mesures import Maison


def toutes(maison: Maison) -> pl.DataFrame:
    """FAIT of the orientation of who enters the duties; one in force that day counts that day."""
    venues = maison.devoirs
    cle = ["personne_id", "entree"]
    paires = venues.select(cle).join(maison.orientations, on="personne_id")
    gardees = (pl.col("decision") < pl.col("entree")) & (
        pl.col("sortie").is_null() | (pl.col("sortie") > pl.col("entree"))
    )
    attente = (pl.col("decision") - pl.col("entree")).dt.total_days()
    delais = (
        paires.with_columns(delai=pl.when(gardees).then(0).when(attente >= 0).then(attente))
        .group_by(cle)
        .agg(pl.col("delai").min())
    )
    venues = venues.join(delais, on=cle, how="left")
    delai = pl.col("delai")
    return pl.concat(
        [
            de_personnes(venues, "part_orientes_rsa_30j", "entree", delai <= 30),
            de_personnes(venues, "delai_orientation_rsa_median", "entree", jour=delai),
        ]
    )
