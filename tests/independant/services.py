"""Services of insertion as listed each month, beside the registered persons whose constraints they may answer."""

from datetime import date
from pathlib import Path

import polars as pl

from tests.independant import inscriptions
from tests.independant.calendrier import plus_mois
from tests.independant.faits import COMPTES, comptes
from tests.independant.lac import derniere, lire
from tests.independant.mesures import Maison
from tests.independant.stocks import CLE, contraintes_qui_pesent
from tests.independant.territoires import Territoires

DENSITE = "densite_solutions"
MOIS_A_JOUR = 6
CONTRAINTES = {
    "numerique": "numerique",
    "mobilite": "mobilite",
    "famille": "familiale",
    "garde-denfant": "familiale",
    "sante": "sante",
    "lecture-ecriture-calcul": "savoirs",
    "apprendre-francais": "savoirs",
    "illettrisme": "savoirs",
    "logement-hebergement": "logement",
    "gestion-financiere": "financiere",
    "difficultes-financieres": "financiere",
    "equipement-et-alimentation": "financiere",
    "acces-aux-droits-et-citoyennete": "administrative",
    "difficultes-administratives-ou-juridiques": "administrative",
}
"""The constraint each theme of data.inclusion answers, by its name in either schema; the others answer none."""
FAIT = ["indicateur", "reference", "commune", "emetteur", "contrainte", *COMPTES]


def listes(lac: Path, connu_le: date) -> pl.DataFrame:
    """Services of the last list collected in each month, as last told, with the commune of their structure that day."""
    jour = pl.col("date_extraction")

    def dits(entite: str) -> pl.DataFrame:
        return derniere(lire(lac, "service_insertion", entite, connu_le), [entite, "date_extraction"], [])

    structures = dits("structure").select("structure", "date_extraction", commune_de_la_structure="commune")
    derniers = dits("service").filter(jour == jour.max().over(jour.dt.truncate("1mo")))
    return derniers.join(structures, on=["structure", "date_extraction"], how="left").with_columns(
        fin_du_mois=jour.dt.month_end()
    )


def toutes(listes: pl.DataFrame, maison: Maison, lieux: Territoires) -> pl.DataFrame:
    """FAIT of the density, of each month that has a list: a service adds to one side, a person to the other.

    `contrainte`: all those the service answers, or that the person has.
    """
    fins = maison.fins_de_mois.join(listes.select(jour="fin_du_mois"), on="jour", how="semi")
    services = comptes(_solutions(listes, lieux), DENSITE, "fin_du_mois").with_columns(
        numerateur="denominateur", denominateur=pl.lit(0, pl.Int64)
    )
    personnes = comptes(_empeches(maison, fins), DENSITE, "fin_du_mois")
    return pl.concat([services.select(FAIT), personnes.select(FAIT)])


def _solutions(listes: pl.DataFrame, lieux: Territoires) -> pl.DataFrame:
    """Located services, up to date at the end of the month, that answer a constraint."""
    connues = lieux.actuelle["recue"].implode()
    la_sienne, de_la_structure = (
        pl.when(pl.col(c).is_in(connues)).then(pl.col(c)) for c in ("commune", "commune_de_la_structure")
    )
    theme = pl.element().str.split("--").list.first()
    repond_a = theme.replace_strict(CONTRAINTES, default=None, return_dtype=pl.String).drop_nulls().unique()
    return listes.with_columns(
        commune=pl.coalesce(la_sienne, de_la_structure),
        emetteur=pl.lit(None, pl.String),
        contrainte=pl.col("thematiques").str.json_decode(pl.List(pl.String)).list.eval(repond_a),
    ).filter(
        pl.col("commune").is_not_null(),
        pl.col("contrainte").list.len() > 0,
        pl.col("date_mise_a_jour").is_between(plus_mois(pl.col("fin_du_mois"), -MOIS_A_JOUR), pl.col("fin_du_mois")),
    )


def _empeches(maison: Maison, fins: pl.DataFrame) -> pl.DataFrame:
    """Who is registered on one of these days with a constraint that weighs: once, with all of hers."""
    presents = inscriptions.presents(maison.periodes, fins).rename({"jour": "fin_du_mois"})
    siennes = contraintes_qui_pesent(maison, presents).group_by(CLE)
    return presents.join(siennes.agg(pl.col("contrainte").str.to_lowercase().unique()), on=CLE)
