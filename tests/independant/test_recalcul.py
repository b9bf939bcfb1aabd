"""Every exact cell, computed a second time from the lake, in another language and from the definitions alone."""

from datetime import timedelta
from itertools import pairwise

import polars as pl
import pytest

from tests.independant import (
    accompagnements,
    agora,
    devoirs,
    dimensions,
    emplois,
    enquetes,
    etablissements,
    lac,
    mesures,
    postes,
    reponses,
    reprises,
    services,
    travail,
)
from tests.independant.calendrier import plus_mois
from tests.independant.cellules import CLE, PAR_COMMUNE, SUIVI
from tests.independant.dimensions import DIMENSIONS, REPARTITIONS
from tests.independant.mesures import Maison
from tests.independant.preuve import Comparaison, comparer, lire_maison
from tests.independant.taux import POUR_1000
from tests.independant.territoires import Territoires


@pytest.fixture(scope="module")
def comparaisons(france) -> dict[str, Comparaison]:
    """Kept small: of each indicator what differs, and which axes have somebody."""
    gardees = {}
    for c in comparer(france.roots.interne):
        axes = c.cote_a_cote.filter(pl.col("denominateur") > 0)
        axes = axes.group_by("territoire_niveau", "periode_type", "dimension").agg(
            pl.len(), pl.col("mediane").count(), pl.col("numerateur", "somme", "somme_favorable").sum()
        )
        gardees[c.indicateur] = Comparaison(c.indicateur, axes, c.ecarts, c.sans_ligne)
    return gardees


@pytest.mark.parametrize("indicateur", DIMENSIONS)
def test_the_two_computations_agree_on_every_cell(comparaisons, indicateur):
    comparaison = comparaisons[indicateur]
    assert comparaison.ecarts.is_empty(), comparaison.ecarts.head(20)
    assert comparaison.sans_ligne.is_empty(), comparaison.sans_ligne.select(CLE).head(20)


def test_the_comparison_is_of_every_level_period_and_dimension(comparaisons):
    """Guard against comparing nothing."""
    for indicateur, siennes in DIMENSIONS.items():
        axes = comparaisons[indicateur].cote_a_cote
        assert set(axes["dimension"]) == set(siennes), indicateur
        assert set(axes["periode_type"]) == {"mois", "trimestre", "annee", "glissant_12m"}, indicateur
        assert {"national", "region", "departement", "local"} <= set(axes["territoire_niveau"]), indicateur
        assert axes["len"].sum() > 1_000, indicateur
        par_commune = axes.filter(pl.col("territoire_niveau") == "commune")
        dits = [("glissant_12m", "ensemble")] if indicateur in PAR_COMMUNE else []
        assert par_commune.select("periode_type", "dimension").rows() == dits, indicateur
        assert par_commune["len"].sum() >= 1_000 * len(dits), indicateur
        if indicateur in SUIVI:
            assert par_commune["mediane"].sum() >= 100 * len(dits), indicateur
    for indicateur in SUIVI:
        assert comparaisons[indicateur].cote_a_cote["mediane"].sum() > 1_000, indicateur
    for indicateur in ("satisfaction_personnes", "satisfaction_entreprises", "satisfaction_delta_rpe"):
        # a balance may be negative
        assert comparaisons[indicateur].cote_a_cote["somme_favorable"].abs().sum() > 1_000, indicateur
    for indicateur in ("delai_moyen_acces_rpe", "delai_pourvoi_rpe", "quotite_moyenne_reprise"):
        assert comparaisons[indicateur].cote_a_cote["somme"].sum() > 1_000, indicateur
    repartitions = [nom for nom, siennes in DIMENSIONS.items() if siennes[0] in REPARTITIONS]
    for indicateur in [*POUR_1000, *repartitions, services.DENSITE]:
        assert comparaisons[indicateur].cote_a_cote["numerateur"].sum() > 100, indicateur


def test_every_commune_has_a_row_for_each_twelve_months_that_end_with_a_quarter(france):
    """Of each of the indicators told by commune: of the 101 départements and 50 inhabitants at least, somebody in it or
    not, and no other."""
    dites = pl.scan_parquet(france.roots.cellules).filter(
        pl.col("dimension") == "ensemble", pl.col("periode_type") == "glissant_12m"
    )
    communes = Territoires().niveaux.filter(pl.col("territoire_niveau") == "commune")["territoire_code"]
    par_commune = dites.filter(pl.col("territoire_niveau") == "commune")
    assert set(par_commune.select("indicateur").unique().collect()["indicateur"]) == set(PAR_COMMUNE)
    for indicateur in PAR_COMMUNE:
        siennes = dites.filter(pl.col("indicateur") == indicateur)
        france_entiere = siennes.filter(pl.col("territoire_niveau") == "national").select("periode_debut").collect()
        debuts = france_entiere.filter(pl.col("periode_debut").dt.month().is_in([1, 4, 7, 10]))
        attendues = debuts.join(pl.DataFrame({"territoire_code": communes}), how="cross")
        vues = par_commune.filter(pl.col("indicateur") == indicateur).select(attendues.columns).collect()
        assert debuts.height > 1, indicateur
        assert vues.sort(attendues.columns).equals(attendues.sort(attendues.columns)), indicateur


@pytest.fixture(scope="module")
def maison(france) -> Maison:
    return lire_maison(france.roots.interne)


def test_the_house_holds_the_cases_of_registrations(maison):
    """Gaps of 0, 1, 15 and 16 days, bulk arrival, places nobody knows, strikings-off, two spells in a month."""
    suite = maison.periodes.sort("personne_id", "debut").with_columns(avant=pl.col("fin").shift(1).over("personne_id"))
    ecarts = set((suite["debut"] - suite["avant"]).dt.total_days().drop_nulls())
    assert {0, 1, 15, 16} <= ecarts
    assert maison.spells.filter(pl.col("code_inscription") == "9").height > 0
    assert maison.periodes["commune"].null_count() > 0
    assert maison.periodes.filter(pl.col("motif_fin") == "10").height > 0
    assert maison.spells.group_by("personne_id", pl.col("debut").dt.truncate("1mo")).len()["len"].max() > 1


def test_the_house_holds_the_cases_of_jobs(maison, france):
    """Gaps of 7 and 8 days with one employer, transfers, cancelled ends, contracts that are no jobs, jobs of a month
    to the day and a day less, returns on the last day of the window and the day after."""
    jobs = maison.emplois.sort("personne_id", "siren", "debut").to_dicts()
    memes = [(a, b) for a, b in pairwise(jobs) if (a["personne_id"], a["siren"]) == (b["personne_id"], b["siren"])]
    ecarts = {(b["debut"] - a["fin_connue"]).days for a, b in memes if a["fin_connue"]}
    assert {7, 8} <= ecarts
    assert maison.emplois["avant"].count() > 0
    fins = lac.lire(france.roots.lac, "dsn", "fin", maison.connu_le)
    assert {"099", "998", "066", "038"} <= set(fins["fin_motif"])
    assert emplois.PAS_DES_EMPLOIS.keys() & set(maison.contrats["nature_contrat"])
    assert set(maison.contrats["dispositif"]) >= emplois.MISES_EN_SITUATION
    assert (
        lac.lire(france.roots.lac, "dsn", "declaration", maison.connu_le).height
        > emplois.declarations(france.roots.lac, maison.connu_le).height
    )
    tous = maison.emplois.group_by("spell").agg(pl.col("debut").min(), pl.col("fin_connue").max())
    longueurs = tous.select(pl.col("fin_connue") - pl.col("debut").dt.offset_by("1mo")).to_series().drop_nulls()
    assert {timedelta(days=-1), timedelta(days=-2)} <= set(longueurs)
    retours = mesures.avec_retour(maison, maison.cohorte_en_age, "debut")
    depasses = (retours["retour"] - retours["debut"].dt.offset_by("6mo")).dt.total_days()
    assert {0, 1} <= set(depasses.drop_nulls())
    assert 0 in set((retours["retour"] - retours["debut"]).dt.total_days().drop_nulls())


def test_the_house_holds_the_cases_of_orientations_rights_and_offers(maison):
    delais = (maison.cohorte["orientee_le"] - maison.cohorte["debut"]).dt.total_days()
    assert {0, 30, 31} <= set(delais.drop_nulls())
    assert maison.cohorte["reconduite"].any()
    assert not maison.cohorte["reconduite"].all()
    assert {"OUVERT", "CLOTURE"} <= set(maison.orientations["etat"])
    assert maison.soumis.height > 0
    departements = maison.fichiers_rsa.group_by("departement").len()
    assert departements["len"].n_unique() > 1, "every département sent every month: « inconnu » is not tried"
    delais = (maison.offres["pourvu_le"] - maison.offres["date_depot"]).dt.total_days()
    assert {30, 31, 60, 61, 90, 91} <= set(delais.drop_nulls())
    assert maison.offres["par_erreur"].any()
    assert {29, 30, 182, 183} <= set(maison.offres["duree_jours"].drop_nulls())


def test_the_house_holds_the_cases_of_hours(maison, france):
    """Hours and both kinds of days, another unit, other pays and absences, corrections, pay periods over two months,
    quotas that are none, and months of 78 hours to the hundredth."""
    payees = lac.lire(france.roots.lac, "dsn", "activite", maison.connu_le)
    assert {travail.BRUT_CHOMAGE, "001"} <= set(payees["type"])
    assert {travail.TRAVAIL_REMUNERE, "02"} <= set(payees["activite"])
    assert travail.HEURES_PAR_UNITE.keys() < set(payees["unite_mesure"])
    assert (payees["mesure"] < 0).any()
    assert payees.filter(pl.col("debut").dt.month_end() < pl.col("fin")).height > 0
    contrats = lac.lire(france.roots.lac, "dsn", "contrat", maison.connu_le)
    assert (contrats["quotite_contrat"] > travail.QUOTITE_MENSUELLE).any()
    assert contrats["quotite_contrat"].null_count() > 0
    totaux = travail.heures_par_mois(france.roots.lac, maison.connu_le, maison.emplois)
    assert travail.PLEIN in set(totaux["centiemes"])
    assert totaux.filter(pl.col("centiemes") > travail.PLEIN)["durable"].n_unique() == 2


def test_the_house_holds_the_cases_of_surveys(maison, france):
    """Answers of the thirtieth day and the next, both scales, several sends in a month, who is not registered that day,
    communes of other places and of none."""
    envois = lac.lire(france.roots.lac, "enquete", "personne_interrogee", maison.connu_le)
    assert {0, 30, 31} <= set((envois["date_reponse"] - envois["date_envoi"]).dt.total_days().drop_nulls())
    assert set(envois.drop_nulls("reponse").select("echelle", "reponse").rows()) >= {
        *(("4", reponse) for reponse in (1, 2, 3, 4)),
        *(("10", reponse) for reponse in (6, 7, 8, 9)),
    }
    assert set(envois["question"]) > {reponses.QUESTION}
    faits = enquetes.toutes(maison).filter(pl.col("indicateur") == "taux_reponse_personnes")
    assert faits["sexe"].null_count() > 0
    assert faits["commune"].null_count() > 0
    de_la_question = envois.filter(pl.col("question") == reponses.QUESTION).unique(["numero_ft", "date_envoi"])
    assert faits.height < de_la_question.height


def test_the_house_holds_the_cases_of_pays(maison):
    """Quotas of none, full and less; two contracts the same day at one place; base pay, gross pay alone, none."""
    contrats = reprises.contrats_du_retour(maison.emplois, maison.spells_emploi)
    assert contrats["quotite"].null_count() > 0
    assert 1 in set(contrats["quotite"])
    assert contrats["quotite"].n_unique() > 10
    du_jour = maison.emplois.group_by("personne_id", "debut").agg(pl.len(), pl.col("siret").n_unique())
    assert du_jour.filter(pl.col("siret") < pl.col("len")).height > 0
    assert {reprises.BASE, reprises.BRUT} <= set(maison.paies["type"])
    salaires = reprises.avec_paie(contrats, maison.paies)["salaire"]
    assert 0 < salaires.null_count() < salaires.len()


def test_the_house_holds_the_cases_of_modalities(maison):
    """Every letter and motive; trainings of several kinds and funders, two that end the same day; both kinds of posts.

    No house has old numbers of categories, nor every funder: those are tried by hand (test_reponses_et_paies)."""
    assert set(dimensions.CATEGORIES) <= set(maison.periodes["categorie"])
    assert dimensions.MOTIFS_DE_SORTIE.keys() < set(maison.cessations["motif_cessation"])
    formations = maison.formations
    assert {"POEC", "POEI", "AFC", "AIF", "AFPR"} < set(formations["dispositif"])
    assert {"0", "2", "4", "10"} <= set(formations["financeurs"].str.split(";").list.first())
    assert formations["financeurs"].str.contains(";").any()
    finies = formations.with_columns(terme=pl.coalesce("date_abandon", "date_sortie")).drop_nulls("terme")
    assert finies.group_by("personne_id", "terme").agg(pl.col("dispositif").n_unique())["dispositif"].max() > 1
    assert maison.offres["cadre"].n_unique() == 2


def test_the_house_holds_the_cases_of_stocks_and_duties(maison):
    """Support that ends on a month's last day, one day with two, diagnoses of six months to the day, constraints lifted
    that day; duties of who is oriented already, 30 days later and 31, or never."""
    fins = maison.fins_de_mois["jour"].implode()
    modalites = maison.suivi.modalites
    assert modalites["date_fin"].is_in(fins).any()
    assert modalites.group_by("personne_id", "date_debut").len()["len"].max() > 1
    assert (modalites["operateur"].n_unique(), modalites["modalite"].n_unique()) == (4, 7)
    il_y_a_six_mois = maison.fins_de_mois.select(pl.col("jour").dt.offset_by("-6mo"))["jour"].implode()
    assert maison.suivi.diagnostics["date_diagnostic"].is_in(il_y_a_six_mois).any()
    assert maison.suivi.contraintes["date_levee"].is_in(fins).any()
    delais = devoirs.toutes(maison).filter(pl.col("indicateur") == "delai_orientation_rsa_median")["jour"]
    assert {None, 0, 30, 31} <= set(delais)
    dernier_jour = maison.soumis.select("personne_id", jour=pl.col("mois").dt.month_end())
    orientees = dernier_jour.join(maison.orientations, on="personne_id")
    assert (orientees["decision"] == orientees["jour"]).any()
    assert (orientees["sortie"] == orientees["jour"]).any()
    recus = maison.suivi.rendez_vous
    assert {"ACC", "DIA", "SUI"} == set(recus.filter(pl.col("issue") == "HONORE")["motif_rendez_vous"])
    assert {"ABSENT", "MOTIF_LEGITIME"} < set(recus.filter(pl.col("motif_rendez_vous") == "ACC")["issue"])


def test_the_house_holds_the_cases_of_posts(maison, france):
    """Posts filled and offers diagnosed at 30 days and 31, withdrawn for error, cancelled for want of candidates or
    not, of managers, of no type, of no place."""
    tous = postes.du_fichier(france.roots.lac, maison.connu_le)
    pourvus = tous.filter(pl.col("issue").is_in(postes.POURVUS))
    assert {30, 31} <= set((pourvus["date_cloture"] - pourvus["date_depot"]).dt.total_days())
    assert {30, 31} <= set((tous["date_diagnostic"] - tous["date_depot"]).dt.total_days().drop_nulls())
    assert (tous["issue"] == postes.ERREUR).any()
    abandons = tous.filter(pl.col("issue").is_in(postes.ABANDONNES)).group_by("issue", "faute_de_candidats").len()
    assert {(i, f) for i in postes.ABANDONNES for f in (True, False)} <= set(
        abandons.select("issue", "faute_de_candidats").rows()
    )
    assert {None, True, False} == set(tous["cadre"])
    assert {None, "Non salarié", *postes.TYPES} == set(tous["type_offre"])
    assert tous["commune"].null_count() > 0


def test_the_house_holds_the_cases_of_recruiters(maison, france):
    """Establishments in two communes or in none in a month, that moved, whose only offers were withdrawn for error."""
    dites = etablissements.declarations(france.roots.lac, maison.connu_le)
    assert dites["commune"].null_count() > 0
    assert dites.drop_nulls("commune").group_by("siret", "mois").agg(pl.col("commune").n_unique())["commune"].max() > 1
    assert dites.group_by("siret").agg(pl.col("commune").drop_nulls().n_unique())["commune"].max() > 1
    justes = maison.offres.filter(~pl.col("par_erreur"))["siret"].implode()
    seulement_par_erreur = maison.offres.filter("par_erreur", ~pl.col("siret").is_in(justes))
    assert set(seulement_par_erreur["siret"]) & set(dites["siret"])


def test_the_house_holds_the_cases_of_services(maison, france):
    """Services of several constraints, of one and of none, six months old to the day and a day more, placed by their
    structure or not at all; persons of several constraints.

    No house has every name of a theme: those are tried by hand (test_services)."""
    listes = services.listes(france.roots.lac, maison.connu_le)
    ages = listes.select(plus_mois(pl.col("fin_du_mois"), -6) - pl.col("date_mise_a_jour")).to_series().dt.total_days()
    assert {0, 1} <= set(ages)
    sans_commune = listes.filter(pl.col("commune").is_null())
    assert sans_commune["commune_de_la_structure"].null_count() > 0
    assert sans_commune["commune_de_la_structure"].count() > 0
    themes = listes["thematiques"].str.json_decode(pl.List(pl.String)).list.explode().str.split("--").list.first()
    assert set(themes.drop_nulls()) - services.CONTRAINTES.keys()
    faits = services.toutes(listes, maison, Territoires())
    for cote in ("numerateur", "denominateur"):
        assert {1, 2} <= set(faits.filter(pl.col(cote) == 1)["contrainte"].list.len())
        assert set(faits.filter(pl.col(cote) == 1)["contrainte"].explode()) == set(services.CONTRAINTES.values())


def test_the_house_holds_the_cases_of_training_events(maison):
    """Persons not registered that day, two sessions of one day, two entries of a month, entries of one's own account,
    delays of 0, 180 and 181 days, or without end."""
    evenements = accompagnements.chaque(maison, maison.agora.rename({"date_evenement": "jour"}))
    assert evenements.height < maison.agora.height
    decisions = evenements.filter(pl.col("evenement") == "INSCRIPTION")
    assert decisions.group_by("personne_id", "jour").len()["len"].max() > 1
    entrees = evenements.filter(pl.col("evenement") == "ENTREE")
    assert entrees.group_by("personne_id", pl.col("jour").dt.truncate("1mo")).len()["len"].max() > 1
    assert entrees["cpf_autonome"].n_unique() == 2
    assert set(agora.AVANT_EMBAUCHE) < set(entrees["type_formation"])
    delais = agora.toutes(maison).filter(pl.col("indicateur") == "delai_decision_entree_median")["jour"]
    assert {None, 0, 180, 181} <= set(delais)


def test_the_house_holds_the_cases_of_controls_and_exits(maison):
    """Controls that last, two closed one day with two ends, of persons who have left; jobs and trainings that begin 31
    and 32 days before an exit, a month after and the day after."""
    controles = maison.suivi.controles
    assert controles["date_cloture"].null_count() > 0
    clos = accompagnements.chaque(maison, controles.rename({"date_cloture": "jour"}).drop_nulls("jour"))
    assert clos.height < controles["date_cloture"].count()
    suites = clos.group_by("personne_id", "jour").agg(pl.col("suite_donnee").unique())["suite_donnee"]
    assert any("SANCTION" in suite and len(suite) > 1 for suite in suites)
    assert {"DE", "CEJ"} == set(maison.suivi.actes.filter(pl.col("nature_acte") == "MANQUEMENT")["regime"])
    debuts = pl.concat(
        [
            maison.emplois.select("personne_id", jour="debut"),
            maison.formations.select("personne_id", jour="date_entree"),
        ]
    )
    autour = maison.spells.select("personne_id", "fin").join(debuts, on="personne_id")
    assert {31, 32} <= set((autour["fin"] - autour["jour"]).dt.total_days())
    assert {0, 1} <= set((autour["jour"] - autour["fin"].dt.offset_by("1mo")).dt.total_days())
