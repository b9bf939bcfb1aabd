"""Entries into duties, and the cases planted at the bounds of support, immersions and registrations."""

from datetime import date

import polars as pl
import pytest

from pipelines.simulation import monde
from pipelines.simulation.monde import Bloc, Parametres

PARAMETRES = Parametres(personnes=6_000, mois=30, dernier_mois=date(2026, 6, 1), graine=3)


@pytest.fixture(scope="module")
def france() -> Bloc:
    return monde.bloc(PARAMETRES, 0)


def ecarts(depuis: pl.DataFrame, jusqu_a: pl.DataFrame) -> set[int]:
    """Days from the columns `jour` of one frame to those of the other, of one person."""
    croises = depuis.join(jusqu_a, on="personne", suffix="_la").drop_nulls()
    return set(croises.select((pl.col("jour_la") - pl.col("jour")).dt.total_days()).to_series())


def test_an_entry_is_one_by_household_role_and_day_told_before_the_world_ends(france):
    entrees = france.entree_devoirs
    assert not entrees.select("numdemrsa", "role", "date_debut").is_duplicated().any()
    assert entrees.height > 500
    assert (entrees["annonce"] >= entrees["date_debut"]).all()
    assert entrees["annonce"].min() == PARAMETRES.premier_mois
    assert entrees["annonce"].max() <= PARAMETRES.dernier_jour


def test_duties_never_begin_before_the_month_of_the_request_which_is_not_always_known(france):
    entrees = france.entree_devoirs
    dits = entrees.drop_nulls("date_demande")
    assert (dits["date_debut"].dt.month_start() >= dits["date_demande"].dt.month_start()).all()
    assert dits.filter(pl.col("date_debut") < pl.col("date_demande")).height > 20
    assert 0.03 < 1 - dits.height / entrees.height < 0.2


def test_some_households_are_not_in_the_flow_or_not_yet_or_no_longer(france):
    connus = france.droit.group_by("numdemrsa", "role").agg(premier=pl.col("mois").min(), dernier=pl.col("mois").max())
    entrees = france.entree_devoirs.filter(pl.col("date_debut") >= PARAMETRES.premier_mois)
    vues = entrees.join(connus, on=["numdemrsa", "role"], how="left").with_columns(
        mois=pl.col("date_debut").dt.month_start()
    )
    assert vues["premier"].null_count() > 5
    assert vues.filter(pl.col("mois") < pl.col("premier")).height > 5
    assert vues.filter(pl.col("mois") > pl.col("dernier")).height > 5


def test_entries_are_told_at_once_or_in_a_later_month_and_some_come_twice_in_one(france):
    entrees = france.entree_devoirs
    plus_tard = entrees.filter(pl.col("annonce").dt.month_start() > pl.col("date_debut").dt.month_start())
    assert 0.05 < plus_tard.height / entrees.height < 0.4
    par_mois = entrees.group_by("personne", pl.col("date_debut").dt.month_start()).len()
    assert par_mois.filter(pl.col("len") > 1).height > 10


def test_entries_are_planted_around_the_thirtieth_day_and_the_end_of_orientations(france):
    entrees = france.entree_devoirs.select("personne", jour="date_debut")
    acceptees = france.orientation.filter(pl.col("etat_decision") == "ACCEPTEE")
    assert {-1, 0, 30, 31} <= ecarts(entrees, acceptees.select("personne", jour="date_decision"))
    assert {0, 1} <= ecarts(entrees, acceptees.select("personne", jour="date_sortie"))


def test_appointments_are_planted_around_the_fifteenth_day_of_the_duties(france):
    entrees = france.entree_devoirs.select("personne", jour="date_debut")
    for statut, jours in (("PRIS", {0, 1, 15, 16}), ("REPORTE", {6}), ("ANNULE", {6})):
        rendez_vous = france.rendez_vous.filter(pl.col("statut") == statut)
        assert jours <= ecarts(entrees, rendez_vous.select("personne", jour=pl.col("quand").cast(pl.Date)))
    assert france.rendez_vous["rendez_vous"].is_unique().all()


def test_modality_spells_meet_the_ends_of_months_overlap_and_begin_together(france):
    periodes = france.modalite
    fins, debuts = periodes["date_fin"].drop_nulls(), periodes["date_debut"]
    assert (fins == fins.dt.month_end()).sum() > 50
    assert (debuts == debuts.dt.month_end()).sum() > 50
    assert periodes.select("personne", "date_debut").is_duplicated().sum() > 50
    suivies = periodes.sort("personne", "date_debut").with_columns(
        suite=pl.col("date_debut").shift(-1).over("personne")
    )
    chevauchees = suivies.filter(
        pl.col("suite") > pl.col("date_debut"), pl.col("date_fin").is_null() | (pl.col("suite") < pl.col("date_fin"))
    )
    assert chevauchees.height > 50


def test_immersions_end_around_the_six_months_before_a_job(france):
    immersions = france.action.filter(pl.col("type_action") == "IMMERSION", pl.col("statut") == "REALISEE")
    emplois = france.contrat.select("personne", debut="debut").unique()
    suivies = immersions.join(emplois, on="personne").with_columns(
        borne=pl.col("date_fin").dt.offset_by("6mo"),
        lendemain=pl.col("date_fin").dt.offset_by("6mo").dt.offset_by("1d"),
    )
    for jour in ("date_fin", "borne", "lendemain"):
        assert suivies.filter(pl.col("debut") == pl.col(jour)).height > 3, jour


def test_registrations_come_back_six_months_after_an_end_and_the_day_after(france):
    lignes = france.inscription.sort("personne", "date").with_columns(
        fin=pl.col("date_cessation").shift(1).over("personne")
    )
    for ecart in ("0d", "1d"):
        pile = lignes.filter(pl.col("date") == pl.col("fin").dt.offset_by("6mo").dt.offset_by(ecart))
        assert pile.height > 10
