"""What is so of who is registered at a month's end: how long since, what support, what diagnosis."""

import polars as pl

from tests.independant import inscriptions
from tests.independant.acces import ABFG, stock
from tests.independant.calendrier import plus_mois
from tests.independant.faits import de_personnes
from tests.independant.mesures import Maison

INTENSIFS = ["RENFORCE", "INTENSIF", "GLOBAL"]
PARCOURS = {"PED": "professionnel", "PSP": "socio_professionnel", "PSO": "social"}
CLE = ["personne_id", "fin_du_mois"]
AU_JOUR_PRES, PAS_DE_LA_GRILLE, ANCIENNETE_MAXIMALE = 30, 5, 3650


def toutes(maison: Maison) -> pl.DataFrame:
    """FAIT of stocks and of their shares, but those of orientation and contracts (mesures, accompagnements)."""
    presents = inscriptions.presents(maison.periodes, maison.fins_de_mois).rename({"jour": "fin_du_mois"})
    familles = [
        *_accompagnes(maison, presents),
        *_parcours(maison, presents),
        *_diagnostics(maison),
        _anciens(presents),
    ]
    return pl.concat(familles, how="vertical_relaxed")


def _en_vigueur(presents: pl.DataFrame, periodes: pl.DataFrame, ordre: list[str]) -> pl.DataFrame:
    """CLE and the columns of the one of `periodes` (personne_id, depuis, jusque) in force that day: the latest begun,
    then the greatest by `ordre`, none the least. Its last day, it no longer is."""
    return (
        presents.select(CLE)
        .join(periodes, on="personne_id")
        .filter(
            pl.col("depuis") <= pl.col("fin_du_mois"),
            pl.col("jusque").is_null() | (pl.col("jusque") > pl.col("fin_du_mois")),
        )
        .sort("depuis", *ordre)
        .unique(CLE, keep="last", maintain_order=True)
    )


def _accompagnes(maison: Maison, presents: pl.DataFrame) -> list[pl.DataFrame]:
    periodes = maison.suivi.modalites.select(
        "personne_id", "modalite", "operateur", depuis="date_debut", jusque="date_fin"
    )
    en_vigueur = _en_vigueur(presents, periodes, ["modalite", "operateur"]).select(*CLE, "modalite", "operateur")
    presents = presents.join(en_vigueur, on=CLE, how="left")
    tous = presents.with_columns(anciennete=_depuis_quand(), operateur=pl.col("operateur").fill_null("sans"))
    suivis = presents.drop_nulls("modalite")
    un_an_apres = suivis.select(
        "personne_id", fin_du_mois=plus_mois(pl.col("fin_du_mois"), 12).dt.month_end(), avant="modalite"
    )
    return [
        de_personnes(tous, "inscrits_stock", "fin_du_mois"),
        de_personnes(
            presents,
            "repartition_modalite",
            "fin_du_mois",
            groupe=pl.col("modalite").str.to_lowercase().fill_null("sans"),
        ),
        de_personnes(presents, "repartition_operateur", "fin_du_mois", groupe=pl.col("operateur").fill_null("sans")),
        de_personnes(suivis, "part_parcours_intensif", "fin_du_mois", pl.col("modalite").is_in(INTENSIFS)),
        de_personnes(
            presents.join(un_an_apres, on=CLE),
            "maintien_modalite_12m",
            "fin_du_mois",
            pl.col("modalite") == pl.col("avant"),
        ),
    ]


def _parcours(maison: Maison, presents: pl.DataFrame) -> list[pl.DataFrame]:
    decidees = maison.orientations.select("personne_id", "parcours", depuis="decision", jusque="sortie")
    en_vigueur = _en_vigueur(presents, decidees, ["parcours"]).select(*CLE, "parcours")
    presents = presents.join(en_vigueur, on=CLE, how="left").with_columns(
        groupe=pl.col("parcours").replace_strict(PARCOURS, default="sans")
    )
    orientes = presents.filter(pl.col("groupe") != "sans")
    return [
        de_personnes(presents, "repartition_parcours", "fin_du_mois", groupe=pl.col("groupe")),
        de_personnes(orientes, "part_parcours_emploi", "fin_du_mois", pl.col("groupe") == "professionnel"),
    ]


def _diagnostics(maison: Maison) -> list[pl.DataFrame]:
    """The official ones: of any registration, before that day."""
    inscrits = stock(maison, ABFG)
    derniers = (
        inscrits.select(CLE)
        .join(maison.suivi.diagnostics.select("personne_id", "date_diagnostic"), on="personne_id")
        .filter(pl.col("date_diagnostic") <= pl.col("fin_du_mois"))
        .group_by(CLE)
        .agg(dernier=pl.col("date_diagnostic").max())
    )
    pesent = contraintes_qui_pesent(maison, inscrits).select(*CLE, contrainte=True).unique()
    inscrits = inscrits.join(derniers, on=CLE, how="left").join(pesent, on=CLE, how="left")
    recent = pl.col("dernier") >= plus_mois(pl.col("fin_du_mois"), -6)
    return [
        de_personnes(inscrits, "diagnostics_couverture_rpe", "fin_du_mois", pl.col("dernier").is_not_null()),
        de_personnes(inscrits, "diagnostics_6m_rpe", "fin_du_mois", recent),
        de_personnes(inscrits.drop_nulls("dernier"), "contraintes_rpe", "fin_du_mois", pl.col("contrainte")),
    ]


def contraintes_qui_pesent(maison: Maison, presents: pl.DataFrame) -> pl.DataFrame:
    """CLE and contrainte: those detected by that day, by whatever diagnosis, and not lifted at it."""
    return (
        presents.select(CLE)
        .join(maison.suivi.contraintes, on="personne_id")
        .filter(
            pl.col("date_detection") <= pl.col("fin_du_mois"),
            pl.col("date_levee").is_null() | (pl.col("date_levee") > pl.col("fin_du_mois")),
        )
        .select(*CLE, "contrainte")
    )


def _depuis_quand() -> pl.Expr:
    """How many months have passed since the spell began, by bands."""
    reste = pl.lit("moins_6_mois")
    for mois, tranche in ((6, "6_11_mois"), (12, "12_23_mois"), (24, "24_mois_plus")):
        reste = (
            pl.when(plus_mois(pl.col("spell_debut"), mois) <= pl.col("fin_du_mois"))
            .then(pl.lit(tranche))
            .otherwise(reste)
        )
    return reste


def _anciens(presents: pl.DataFrame) -> pl.DataFrame:
    """To the day up to 30, to five days beyond: how this median is told."""
    jours = (pl.col("fin_du_mois") - pl.col("spell_debut")).dt.total_days()
    grille = pl.when(jours <= AU_JOUR_PRES).then(jours).otherwise((jours + 2) // PAS_DE_LA_GRILLE * PAS_DE_LA_GRILLE)
    return de_personnes(
        presents, "anciennete_mediane", "fin_du_mois", jour=pl.when(jours <= ANCIENNETE_MAXIMALE).then(grille)
    )
