"""Every exact cell, computed a second time from the lake, in another language and from the definitions alone."""

from datetime import timedelta
from itertools import pairwise

import polars as pl
import pytest

from tests.independant import devoirs, emplois, lac, mesures, travail
from tests.independant.cellules import CLE, SUIVI
from tests.independant.dimensions import DIMENSIONS, REPARTITIONS
from tests.independant.mesures import Maison
from tests.independant.preuve import Comparaison, comparer, lire_maison
from tests.independant.taux import POUR_1000


@pytest.fixture(scope="module")
def comparaisons(france) -> dict[str, Comparaison]:
    """Kept small: of each indicator what differs, and which axes have somebody."""
    gardees = {}
    for c in comparer(france.roots.interne):
        axes = c.cote_a_cote.filter(pl.col("denominateur") > 0)
        axes = axes.group_by("territoire_niveau", "periode_type", "dimension").agg(
            pl.len(), pl.col("mediane").count(), pl.col("numerateur", "somme").sum()
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
    for indicateur in SUIVI:
        assert comparaisons[indicateur].cote_a_cote["mediane"].sum() > 1_000, indicateur
    for indicateur in ("delai_moyen_acces_rpe", "delai_pourvoi_rpe"):
        assert comparaisons[indicateur].cote_a_cote["somme"].sum() > 1_000, indicateur
    for indicateur in [*POUR_1000, *(nom for nom, siennes in DIMENSIONS.items() if siennes[0] in REPARTITIONS)]:
        assert comparaisons[indicateur].cote_a_cote["numerateur"].sum() > 100, indicateur


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
