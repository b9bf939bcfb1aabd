"""Territories as an attacker sees them: sets of communes, cut into the smallest pieces that the published ones give."""

import polars as pl

from pipelines.audit.connaissances import AVEC_INCONNUS
from pipelines.audit.fichiers import LIEU

VOISINS = {
    "national": ("national", "region"),
    "region": ("national", "region", "departement", "collectivite_rsa"),
    "departement": ("region", "departement", "collectivite_rsa", "local"),
    "collectivite_rsa": ("region", "departement", "collectivite_rsa", "local"),
    "local": ("departement", "collectivite_rsa", "local", "epci", "bassin", "zone_emploi"),
    "epci": ("departement", "collectivite_rsa", "local", "epci", "bassin", "zone_emploi"),
    "bassin": ("departement", "collectivite_rsa", "local", "epci", "bassin", "zone_emploi"),
    "zone_emploi": ("departement", "collectivite_rsa", "local", "epci", "bassin", "zone_emploi"),
}
"""Levels whose figures say something of a territory: those just above, those just below, and its own."""


def atomes(communes: pl.DataFrame) -> pl.DataFrame:
    """LIEU, `atome` (from 0): the groups of communes that are in the same territories, and where each is."""
    places = communes.with_columns(place=pl.concat_str(LIEU, separator=" "))
    par_commune = places.group_by("commune").agg(pl.col("place").sort().str.join("|").alias("signature"))
    numeros = par_commune.select(pl.col("signature").unique().sort()).with_row_index("atome")
    return (
        communes.join(par_commune, on="commune")
        .join(numeros, on="signature")
        .select(*LIEU, pl.col("atome").cast(pl.Int64))
        .unique()
        .sort(*LIEU, "atome")
    )


def avec_inconnus(communes: pl.DataFrame) -> pl.DataFrame:
    """`communes`, and for each territory that counts persons of unknown commune, a commune of its own: « ?59 » is in
    the département and in France, « ?FR » in France alone."""
    lieux = communes.select(LIEU).unique().filter(pl.col("territoire_niveau").is_in(AVEC_INCONNUS))
    propres = lieux.select(pl.format("?{}", "territoire_code").alias("commune"), *LIEU)
    france = communes.filter(pl.col("territoire_niveau") == "national").select(LIEU).unique()
    en_france = propres.filter(pl.col("territoire_niveau") == "departement").select("commune").join(france, how="cross")
    return pl.concat([communes, propres, en_france])


def voisinage(communes: pl.DataFrame, niveau: str, code: str) -> pl.DataFrame:
    """LIEU of a territory and of those of VOISINS that have a commune in common with it."""
    les_siennes = communes.filter((pl.col("territoire_niveau") == niveau) & (pl.col("territoire_code") == code))
    return (
        communes.filter(pl.col("territoire_niveau").is_in(VOISINS[niveau]))
        .join(les_siennes.select("commune"), on="commune", how="semi")
        .select(LIEU)
        .unique()
        .sort(LIEU)
    )
