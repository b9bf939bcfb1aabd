"""What `charger` gives: five frames, each in the order of its key."""

from dataclasses import dataclass

import polars as pl

from pipelines.territories.communes import HABITANTS_MINIMUM, en_territoires

NIVEAUX = ("national", "region", "departement", "local", "epci", "collectivite_rsa", "bassin", "zone_emploi")
NATIONAL, REGION, DEPARTEMENT, LOCAL, EPCI, COLLECTIVITE_RSA, BASSIN, ZONE_EMPLOI = NIVEAUX
"""The last two exist in a house that received their table."""
FRANCE = "FR"


@dataclass(frozen=True)
class Territoires:
    """The territories of one set of zonages, under the codes of the current COG.

    `communes`: commune, commune_nom, departement, region, epci, arrondissement, population; one row per current
    commune, those of the collectivities 975 to 989 included (their `departement` is the collectivity).
    `passages`: ancienne, commune; old, associated, déléguée and arrondissement codes; current codes are not in it.
    `territoires`: territoire_niveau, territoire_code, nom, nom_article (« le Nord »), nom_locatif (« dans le Nord »),
    parent_niveau, parent_code, population, publie. The parent of a territory that may straddle départements is the one
    of most of its people.
    `commune_territoire`: commune, territoire_niveau, territoire_code; at most one row per commune and level.
    `liens`: enfant_niveau, enfant_code, parent_niveau, parent_code, population (of what they share); région in France,
    département and collectivité du RSA in région, each territory of the other levels in each of its départements and
    in each of its régions.
    """

    communes: pl.DataFrame
    passages: pl.DataFrame
    territoires: pl.DataFrame
    commune_territoire: pl.DataFrame
    liens: pl.DataFrame

    @property
    def communes_dites(self) -> pl.DataFrame:
        """commune, commune_nom, population, publie: those of the 101 départements, and whether figures are told of each
        (HABITANTS_MINIMUM)."""
        francaises = self.communes.join(self.commune_territoire, on="commune", how="semi").sort("commune")
        return francaises.select(
            "commune", "commune_nom", "population", publie=pl.col("population") >= HABITANTS_MINIMUM
        )

    @property
    def communes_publiees(self) -> pl.DataFrame:
        """`commune_territoire`, of published territories, and each commune that figures are told of, in itself."""
        publies = self.territoires.filter("publie").select("territoire_niveau", "territoire_code")
        places = self.commune_territoire.join(publies, on=publies.columns, how="semi")
        return pl.concat([places, en_territoires(self.communes_dites.filter("publie"))])
