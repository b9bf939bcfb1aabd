"""Support and obligations as facts: who is followed, how soon, and held to what."""

from datetime import timedelta

import polars as pl

from tests.independant import inscriptions
from tests.independant.calendrier import age, plus_mois, premier_du_mois
from tests.independant.faits import de_personnes
from tests.independant.mesures import AGES, Maison, avec_retour, sorti_avant_retour

PAS_UNE_ACTION = "MISE_EN_RELATION"
HEURES_D_UNE_SEMAINE = 15
ACTES = {
    "reductions": "REDUCTION",
    "suspensions": "SUSPENSION",
    "suppressions": "SUPPRESSION",
    "reprises": "REPRISE",
    "manquements": "MANQUEMENT",
}


def toutes(maison: Maison) -> pl.DataFrame:
    """FAIT of the indicators of support and obligations."""
    familles = [*_premiers_pas(maison), *_engagements(maison), *_points(maison), *_evenements(maison)]
    familles += [_apres_immersion(maison), _reorientations(maison)]
    return pl.concat(familles, how="vertical_relaxed")


def _premiers_pas(maison: Maison) -> list[pl.DataFrame]:
    """The first of each kind of event between the entry and the end of its spell."""
    actions = maison.suivi.actions.filter(pl.col("type_action") != PAS_UNE_ACTION)
    jours = {
        "action": actions.select("personne_id", jour="date_debut"),
        "diagnostic": maison.suivi.diagnostics.select("personne_id", jour="date_diagnostic"),
        "signature": maison.suivi.contrats.select("personne_id", jour="date_signature"),
    }
    delais = {quoi: _delai_du_premier(maison, siens) for quoi, siens in jours.items()}
    en_jours = pl.col("delai")
    return [
        de_personnes(delais["action"], "part_action_15j", "debut", en_jours <= 15),
        de_personnes(delais["action"], "delai_premiere_action_median", "debut", jour=en_jours),
        de_personnes(delais["diagnostic"], "delai_diagnostic_median", "debut", jour=en_jours),
        de_personnes(delais["signature"], "delai_contrat_engagement_median", "debut", jour=en_jours),
    ]


def _delai_du_premier(maison: Maison, jours: pl.DataFrame) -> pl.DataFrame:
    """The cohort, with `delai`: days to the first of `jours` (personne_id, jour) of its spell, if there are any."""
    cle = ["personne_id", "debut"]
    connus = jours.filter(pl.col("jour") <= maison.connu_le)
    premiers = (
        maison.cohorte.select(*cle, "fin")
        .join(connus, on="personne_id")
        .filter(pl.col("jour") >= pl.col("debut"), pl.col("fin").is_null() | (pl.col("jour") <= pl.col("fin")))
        .group_by(cle)
        .agg(premier=pl.col("jour").min())
    )
    return maison.cohorte.join(premiers, on=cle, how="left").with_columns(
        delai=(pl.col("premier") - pl.col("debut")).dt.total_days()
    )


def _engagements(maison: Maison) -> list[pl.DataFrame]:
    """Of who is registered at month end, the hours of the contract in force that day."""
    presents = inscriptions.presents(maison.periodes, maison.fins_de_mois).rename({"jour": "fin_du_mois"})
    en_vigueur = (
        presents.select("personne_id", "fin_du_mois")
        .join(
            maison.suivi.contrats.select("personne_id", "date_signature", "date_cloture", "heures_prevues"),
            on="personne_id",
        )
        .filter(
            pl.col("date_signature") <= pl.col("fin_du_mois"),
            pl.col("date_cloture").is_null() | (pl.col("date_cloture") > pl.col("fin_du_mois")),
        )
        .group_by("personne_id", "fin_du_mois")
        .agg(heures=pl.col("heures_prevues").max(), signe=pl.lit(True).first())
    )
    presents = presents.join(en_vigueur, on=["personne_id", "fin_du_mois"], how="left")
    soumis = maison.soumis.select("personne_id", fin_du_mois=pl.col("mois").dt.month_end()).unique()
    assez = pl.col("heures") >= HEURES_D_UNE_SEMAINE
    return [
        de_personnes(presents, "part_contrat_engagement", "fin_du_mois", pl.col("signe")),
        de_personnes(
            presents.join(soumis, on=["personne_id", "fin_du_mois"], how="semi"), "activite_15h", "fin_du_mois", assez
        ),
    ]


def _points(maison: Maison) -> list[pl.DataFrame]:
    """Reviews and appointments: each is counted, of who is registered that day."""
    points = chaque(maison, maison.suivi.points.rename({"date_echeance": "jour"}))
    a_temps = pl.col("date_realisation") <= pl.col("jour") + timedelta(days=30)
    rendez_vous = maison.suivi.rendez_vous.filter(pl.col("statut") == "PRIS", pl.col("issue").is_not_null())
    rendez_vous = chaque(maison, rendez_vous.rename({"date_rendez_vous": "jour"}))
    return [
        de_personnes(points, "cordes_rappel", "jour"),
        de_personnes(points, "taux_corde_rappel_due", "jour", a_temps),
        de_personnes(
            rendez_vous,
            "rendez_vous_honores",
            "jour",
            pl.col("issue") == "HONORE",
            exclus=pl.col("issue") == "MOTIF_LEGITIME",
        ),
    ]


def chaque(maison: Maison, lignes: pl.DataFrame) -> pl.DataFrame:
    """`lignes` (personne_id, jour and others), each with the registration in force that day; without one, left out."""
    jours = lignes.select("personne_id", "jour").filter(pl.col("jour") <= maison.connu_le).unique()
    venues = inscriptions.presents(maison.periodes, jours)
    return venues.join(
        lignes.select(pl.exclude(set(venues.columns) - {"personne_id", "jour"})), on=["personne_id", "jour"]
    )


def un_par_mois(lignes: pl.DataFrame, jour: str) -> pl.DataFrame:
    """Of each person and month, the first of `lignes` by `jour`; of one day, as they come."""
    return lignes.sort("personne_id", jour, maintain_order=True).unique(
        ["personne_id", premier_du_mois(pl.col(jour))], keep="first", maintain_order=True
    )


def _evenements(maison: Maison) -> list[pl.DataFrame]:
    """What happens to a person in a month, once: the first day it does while she is registered."""
    suivi = maison.suivi
    actes = suivi.actes.filter(pl.col("regime") == "DE")
    jours = {
        "immersions": suivi.actions.filter(pl.col("type_action") == "IMMERSION")["personne_id", "date_debut"],
        "contraintes_detectees": suivi.contraintes["personne_id", "date_detection"],
        "contraintes_levees": suivi.contraintes["personne_id", "date_levee"],
        **{
            nom: actes.filter(pl.col("nature_acte") == nature)["personne_id", "date_effet"]
            for nom, nature in ACTES.items()
        },
    }
    faits = []
    for indicateur, siens in jours.items():
        venus = chaque(maison, siens.rename({siens.columns[1]: "jour"}).drop_nulls().unique())
        faits.append(de_personnes(un_par_mois(venus, "jour"), indicateur, "jour"))
    return faits


def _apres_immersion(maison: Maison) -> pl.DataFrame:
    """The last immersion ended in each month, of who was registered on its first day, told by that registration."""
    immersions = maison.suivi.actions.filter(
        pl.col("type_action") == "IMMERSION", pl.col("date_fin") <= maison.connu_le
    ).rename({"date_debut": "jour"})
    dernieres = (
        chaque(maison, immersions)
        .sort("personne_id", "date_fin", "jour")
        .unique(["personne_id", premier_du_mois(pl.col("date_fin"))], keep="last", maintain_order=True)
        .filter(age(pl.col("naissance_mois"), pl.col("date_fin")).is_between(*AGES))
    )
    limite = plus_mois(pl.col("date_fin"), 6)
    return de_personnes(
        avec_retour(maison, dernieres, "date_fin"),
        "retour_emploi_immersion_6m",
        "date_fin",
        pl.col("retour") <= limite,
        exclus=sorti_avant_retour(limite),
    )


def _reorientations(maison: Maison) -> pl.DataFrame:
    """The first decision of each month that differs from one before it, in the same registration spell."""
    decisions = maison.orientations.select("personne_id", "parcours", "organisme_decision", jour="decision")
    venues = chaque(maison, decisions)
    avant = decisions.rename({"jour": "avant", "parcours": "ancien_parcours", "organisme_decision": "ancien_organisme"})
    autres = venues.join(avant, on="personne_id").filter(
        pl.col("avant") >= pl.col("spell_debut"),
        pl.col("avant") < pl.col("jour"),
        pl.col("parcours").ne_missing(pl.col("ancien_parcours"))
        | pl.col("organisme_decision").ne_missing(pl.col("ancien_organisme")),
    )
    return de_personnes(un_par_mois(autres, "jour"), "reorientations", "jour")
