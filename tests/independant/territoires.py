"""Which territories of each level a person or an offer counts in, from the tables the package carries."""

from pathlib import Path

import polars as pl

TABLES = Path(__file__).parents[2] / "pipelines" / "territories" / "tables"


class Territoires:
    """Places: a commune as it was received and the département of the sender, to territories of each level."""

    def __init__(self) -> None:
        departements = pl.read_csv(TABLES / "departements.csv", schema_overrides={"code": pl.String})["code"]
        communes = pl.read_parquet(TABLES / "communes.parquet")
        passages = pl.read_parquet(TABLES / "passages.parquet")
        actuelles = pl.concat(
            [communes.select(ancienne="commune", commune="commune"), passages.select("ancienne", "commune")]
        )
        self.departements = departements.to_list()
        self.actuelle = actuelles.rename({"ancienne": "recue", "commune": "actuelle"})
        self.departement_de = communes.select(actuelle="commune", departement_de_la_commune="departement")
        self.niveaux = _niveaux(communes.filter(pl.col("departement").is_in(self.departements)))

    def placer(self, faits: pl.DataFrame) -> pl.DataFrame:
        """`faits` (commune, emetteur) with `lieu`, the current commune or none, and `departement` of the place.

        A commune that is unknown or missing leaves the sender's département, if the sender is one.
        """
        places = faits.join(self.actuelle, left_on="commune", right_on="recue", how="left")
        places = places.join(self.departement_de, on="actuelle", how="left")
        return places.with_columns(
            lieu="actuelle", departement=pl.coalesce("departement_de_la_commune", "emetteur")
        ).drop("actuelle", "departement_de_la_commune")

    def par_territoire(self, atomes: pl.DataFrame) -> pl.DataFrame:
        """Each atom (lieu, departement, …) once per territory it counts in. Out of the 101 départements: in none.

        Of an unknown commune only France, and the sender's département, are sure.
        """
        en_france = atomes.filter(pl.col("departement").is_in(self.departements) | pl.col("departement").is_null())
        connus = en_france.filter(pl.col("lieu").is_not_null()).join(self.niveaux, left_on="lieu", right_on="commune")
        inconnus = en_france.filter(pl.col("lieu").is_null())
        situes = inconnus.filter(pl.col("departement").is_not_null()).with_columns(
            territoire_niveau=pl.lit("departement"), territoire_code="departement"
        )
        national = inconnus.with_columns(territoire_niveau=pl.lit("national"), territoire_code=pl.lit("FR"))
        return pl.concat([lignes.drop("lieu", "departement") for lignes in (connus, situes, national)])


def _niveaux(communes: pl.DataFrame) -> pl.DataFrame:
    """commune, territoire_niveau, territoire_code: at most one territory of a level."""
    comites = pl.read_parquet(TABLES / "commune_comite.parquet")
    anciennes = pl.read_parquet(TABLES / "passages.parquet")
    portees = comites.join(anciennes, left_on="commune", right_on="ancienne", how="left", suffix="_actuelle")
    # two communes of two committees that merged: the committee of the one whose code stays, else the smallest code
    comites = (
        portees.with_columns(garde=pl.col("commune_actuelle").is_null())
        .with_columns(commune=pl.coalesce("commune_actuelle", "commune"))
        .sort("commune", pl.col("garde").not_(), "comite_code")
        .unique("commune", keep="first")
    )
    rsa = pl.read_csv(TABLES / "collectivites_rsa.csv", schema_overrides={"departement": pl.String, "epci": pl.String})
    sans_epci = rsa.filter(pl.col("epci").is_null())
    par_departement = dict(sans_epci.select("departement", "code").rows())
    par_epci = dict(rsa.drop_nulls("epci").select("epci", "code").rows())
    codes = {
        "national": pl.lit("FR"),
        "region": pl.col("region"),
        "departement": pl.col("departement"),
        "local": pl.col("comite_code"),
        "epci": pl.col("epci"),
        "collectivite_rsa": pl.coalesce(
            pl.col("epci").replace_strict(par_epci, default=None),
            pl.col("departement").replace_strict(par_departement, default=None),
            "departement",
        ),
        # of fewer, anybody can name who lives there
        "commune": pl.when(pl.col("population") >= 50).then("commune"),
    }
    communes = communes.join(comites.select("commune", "comite_code"), on="commune", how="left")
    return pl.concat(
        communes.select("commune", territoire_niveau=pl.lit(niveau), territoire_code=code).drop_nulls()
        for niveau, code in codes.items()
    )
