"""Trainings: who begins one, who ends one, and how."""

import polars as pl

from tests.independant import dimensions, inscriptions
from tests.independant.calendrier import age, plus_mois, premier_du_mois
from tests.independant.faits import de_personnes
from tests.independant.mesures import AGES, Maison, avec_retour, sorti_avant_retour


def toutes(maison: Maison) -> pl.DataFrame:
    """FAIT of the indicators of trainings, but access to work (acces)."""
    entres, finies = entrants(maison), sortants(maison)
    prioritaire = pl.col("public").list.contains("prioritaire_rpe")
    en_age = finies.filter(age(pl.col("naissance_mois"), pl.col("terme")).is_between(*AGES))
    limite = plus_mois(pl.col("terme"), 6)
    return pl.concat(
        [
            de_personnes(
                avec_retour(maison, en_age, "terme"),
                "retour_emploi_formation_6m",
                "terme",
                pl.col("retour") <= limite,
                exclus=sorti_avant_retour(limite),
            ),
            de_personnes(finies, "abandon_formation", "terme", pl.col("abandon")),
            de_personnes(entres, "entrees_formation", "entree"),
            de_personnes(_avec_publics(maison, entres), "part_public_prioritaire_formation", "entree", prioritaire),
        ],
        how="vertical_relaxed",
    )


def entrants(maison: Maison) -> pl.DataFrame:
    """The first training of each person and month begun while registered: `entree`."""
    jours = maison.formations.select("personne_id", jour="date_entree").drop_nulls().unique()
    inscrits = inscriptions.presents(maison.periodes, jours.filter(pl.col("jour") <= maison.connu_le))
    premieres = inscrits.sort("personne_id", "jour").unique(
        ["personne_id", premier_du_mois(pl.col("jour"))], keep="first", maintain_order=True
    )
    return premieres.rename({"jour": "entree"})


def sortants(maison: Maison) -> pl.DataFrame:
    """The last training of each person ended in each month, told by the last registration begun on or before that day:
    `terme`, and `abandon` if one that ends that day was given up. Of several that day, the smallest session says what
    it is and who pays."""
    finies = maison.formations.select(
        "personne_id",
        terme=pl.coalesce("date_abandon", "date_sortie"),
        abandon=pl.col("date_abandon").is_not_null(),
        session="session",
        dispositif="dispositif",
        financeurs="financeurs",
    ).filter(pl.col("terme") <= maison.connu_le)
    finies = finies.with_columns(pl.col("abandon").any().over("personne_id", "terme"))
    dernieres = (
        finies.sort("terme", "session", descending=[False, True])
        .unique(["personne_id", premier_du_mois(pl.col("terme"))], keep="last", maintain_order=True)
        .join_asof(
            maison.periodes.sort("debut"),
            left_on="terme",
            right_on="debut",
            by="personne_id",
            strategy="backward",
            check_sortedness=False,
        )
    )
    return dernieres.filter(pl.col("debut").is_not_null())


def _avec_publics(maison: Maison, entres: pl.DataFrame) -> pl.DataFrame:
    """`entres` with `public`, the publics each is of on the day; they are known of a person wherever she lives."""
    sans_lieu = entres.with_columns(reference="entree", departement=pl.lit(None, pl.String))
    publics = dimensions.qualifier(sans_lieu, maison.soumis, maison.fichiers_rsa)
    return entres.join(publics.select("personne_id", "entree", "public"), on=["personne_id", "entree"])
