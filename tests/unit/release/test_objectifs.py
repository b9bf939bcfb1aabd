"""How far an objective is, from cells written by hand and with answers worked out by hand."""

from datetime import date

import polars as pl
import pytest

from pipelines import catalogue
from pipelines.disclosure import COLONNES
from pipelines.release.objectifs import COLONNES_OBJECTIFS, suivre
from pipelines.release.plans import actions_publiables
from tests.unit.release.petite_maison import actions_comptees

OBSERVATION = date(2026, 7, 25)
LIEUX = pl.DataFrame(
    [("region", "32"), ("departement", "59"), ("epci", "200093201")],
    schema=["territoire_niveau", "territoire_code"],
    orient="row",
)


def objectif(**dit) -> pl.DataFrame:
    """From 40 % to 60 % over 2026, unless said otherwise."""
    ligne = {
        "indicateur": "taux_pourvoi_30j",
        "territoire_niveau": "departement",
        "territoire_code": "59",
        "dimension": "ensemble",
        "modalite": "ensemble",
        "periode_debut": date(2026, 1, 1),
        "periode_fin": date(2026, 12, 31),
        "valeur_initiale": 0.4,
        "valeur_cible": 0.6,
        "auteur": "Comité départemental",
        "instrument": None,
        "date_decision": date(2025, 12, 15),
    }
    return pl.DataFrame([ligne | dit], schema={nom: COLONNES_OBJECTIFS[nom] for nom in ligne})


def cellules(*lignes: dict) -> pl.DataFrame:
    """Published cells: the rolling year from July 2025 to June 2026 of the département, unless said otherwise."""
    commune = {
        "indicateur": "taux_pourvoi_30j",
        "methode_version": 1,
        "periode_type": "glissant_12m",
        "periode_debut": date(2025, 7, 1),
        "territoire_niveau": "departement",
        "territoire_code": "59",
        "dimension": "ensemble",
        "modalite": "ensemble",
        "statut": "definitif",
        "effectif_faible": False,
        "rupture": False,
        "revise": False,
    }
    return pl.DataFrame([commune | ligne for ligne in lignes], schema=COLONNES)


def suivi(objectifs: pl.DataFrame, table: pl.DataFrame, observation: date = OBSERVATION) -> dict:
    mots = catalogue.charger().en_clair()
    return suivre(objectifs, table.lazy(), mots, LIEUX, observation).row(0, named=True)


@pytest.mark.parametrize(
    ("valeur", "avancement", "etat"),
    [
        (0.6, 1.0, "atteint"),
        (0.65, 1.25, "atteint"),
        (0.5999, 0.9995, "en_bonne_voie"),
        (0.4792, 0.396, "en_bonne_voie"),  # 181 days of 365 have passed: 0.4959, less a tenth
        (0.479, 0.395, "a_surveiller"),
        (0.38, -0.1, "a_surveiller"),
    ],
)
def test_the_state_compares_the_way_made_with_the_time_passed(valeur, avancement, etat):
    dit = suivi(objectif(), cellules({"valeur": valeur}))
    assert (dit["avancement"], dit["part_ecoulee"], dit["etat"], dit["motif"]) == (avancement, 0.4959, etat, None)
    assert (dit["valeur_actuelle"], dit["valeur_periode_type"]) == (valeur, "glissant_12m")
    assert dit["valeur_periode_debut"] == date(2025, 7, 1)


def test_a_target_below_its_start_counts_a_fall_as_progress():
    """From 40 days to 30: 34 days is six tenths of the way, 44 is the wrong way."""
    baisse = objectif(indicateur="delai_pourvoi_median", valeur_initiale=40, valeur_cible=30)
    tombe = suivi(baisse, cellules({"indicateur": "delai_pourvoi_median", "valeur": 34.0}))
    assert (tombe["avancement"], tombe["etat"]) == (0.6, "en_bonne_voie")
    monte = suivi(baisse, cellules({"indicateur": "delai_pourvoi_median", "valeur": 44.0}))
    assert (monte["avancement"], monte["etat"]) == (-0.4, "a_surveiller")


def test_a_value_older_than_the_objective_finds_no_time_passed():
    dit = suivi(objectif(), cellules({"valeur": 0.38, "periode_debut": date(2025, 1, 1)}))
    assert (dit["part_ecoulee"], dit["avancement"], dit["etat"]) == (0.0, -0.1, "en_bonne_voie")


def test_the_value_is_that_of_the_last_period_that_ends_within_the_objective_and_the_observation():
    """An objective of the first quarter is read at the end of March, not in June; in May, nobody knows June."""
    table = cellules(
        {"valeur": 0.5, "periode_debut": date(2025, 4, 1)},
        {"valeur": 0.55, "periode_debut": date(2025, 5, 1)},
        {"valeur": 0.9, "periode_debut": date(2025, 7, 1)},
    )
    trimestre = suivi(objectif(periode_fin=date(2026, 3, 31)), table)
    assert (trimestre["valeur_actuelle"], trimestre["part_ecoulee"]) == (0.5, 1.0)
    assert suivi(objectif(), table, date(2026, 5, 31))["valeur_actuelle"] == 0.55
    assert suivi(objectif(), table)["valeur_actuelle"] == 0.9


def test_a_period_still_observed_is_passed_over_but_a_withheld_value_is_not():
    connue = {"valeur": 0.5, "periode_debut": date(2025, 5, 1)}
    attendue = {"motif": "fenetre_incomplete", "statut": "absent"}
    assert suivi(objectif(), cellules(connue, attendue))["valeur_actuelle"] == 0.5
    for motif in ("effectif_insuffisant", "couverture_partielle"):
        dit = suivi(objectif(), cellules(connue, {"motif": motif}))
        assert (dit["etat"], dit["motif"], dit["valeur_actuelle"]) == ("non_mesurable", motif, None)
        assert dit["valeur_periode_debut"] == date(2025, 7, 1)
    assert suivi(objectif(), cellules(attendue))["motif"] == "fenetre_incomplete"


def test_the_other_publics_places_and_periods_are_not_taken():
    table = cellules(
        {"valeur": 0.5},
        {"valeur": 0.6, "territoire_niveau": "region", "territoire_code": "32"},
        {"valeur": 0.7, "dimension": "type_contrat", "modalite": "durable"},
        {"valeur": 0.8, "periode_type": "mois", "periode_debut": date(2026, 6, 1)},
        {"valeur": 0.9, "indicateur": "taux_pourvoi_60j"},
    )
    assert suivi(objectif(), table)["valeur_actuelle"] == 0.5
    durable = objectif(dimension="type_contrat", modalite="durable")
    assert suivi(durable, table)["valeur_actuelle"] == 0.7
    assert suivi(objectif(territoire_niveau="region", territoire_code="32"), table)["valeur_actuelle"] == 0.6


@pytest.mark.parametrize(
    ("dit", "motif"),
    [
        ({"indicateur": "satisfaction"}, "indicateur_inconnu"),
        ({"territoire_code": "99"}, "territoire_inconnu"),
        ({"dimension": "sexe", "modalite": "F"}, "non_publie"),
        ({"dimension": "type_contrat", "modalite": "eternel"}, "non_publie"),
        (
            {"territoire_niveau": "epci", "territoire_code": "200093201"}
            | {"dimension": "type_contrat", "modalite": "durable"},
            "non_publie",
        ),
        ({"periode_debut": date(2025, 1, 1), "periode_fin": date(2025, 12, 31)}, "periode_absente"),
        ({"territoire_niveau": "region", "territoire_code": "32"}, "periode_absente"),
    ],
    ids=["indicator", "territory", "dimension", "modality", "level", "period", "no cell"],
)
def test_what_cannot_be_measured_says_why(dit, motif):
    ligne = suivi(objectif(**dit), cellules({"valeur": 0.5}))
    assert (ligne["etat"], ligne["motif"]) == ("non_mesurable", motif)
    assert (ligne["valeur_actuelle"], ligne["avancement"], ligne["part_ecoulee"]) == (None, None, None)


@pytest.mark.parametrize(
    ("indicateur", "debut", "periode_debut", "mesure"),
    [
        ("retour_emploi_6m", date(2024, 12, 31), date(2025, 7, 1), False),
        ("retour_emploi_6m", date(2025, 1, 1), date(2025, 7, 1), False),
        ("retour_emploi_6m", date(2025, 1, 2), date(2025, 7, 1), True),
        ("retour_emploi_6m", date(2025, 1, 2), date(2025, 1, 1), True),
        ("retour_emploi_6m", date(2025, 1, 2), date(2024, 12, 1), False),
        ("retour_emploi_6m", date(2024, 1, 1), date(2024, 1, 1), True),
        ("part_deld", date(2025, 1, 2), date(2024, 12, 1), True),
        ("taux_pourvoi_30j", date(2024, 1, 1), date(2024, 12, 1), True),
    ],
    ids=[
        "before",
        "on the day",
        "after",
        "year after",
        "year across",
        "both before",
        "a stock is its last month",
        "none",
    ],
)
def test_a_break_between_the_start_and_the_value_forbids_measuring(indicateur, debut, periode_debut, mesure):
    """Those who return to work and those who are registered break on 1 January 2025; offers do not."""
    visee = objectif(indicateur=indicateur, periode_debut=debut, periode_fin=date(2030, 12, 31))
    dit = suivi(visee, cellules({"indicateur": indicateur, "valeur": 0.5, "periode_debut": periode_debut}))
    assert dit["valeur_actuelle"] == 0.5
    assert (dit["motif"], dit["etat"] != "non_mesurable") == (None if mesure else "rupture", mesure)


@pytest.mark.parametrize(("lieux", "mesure"), [(["departement:59"], False), (["region:32", "departement:62"], True)])
def test_a_local_break_forbids_measuring_in_its_territory_only(lieux, mesure):
    """The Nord, from January 2026 to the year that ends in June: its offers break in March."""
    mots = catalogue.charger().en_clair()
    (entree,) = (entree for entree in mots["indicateurs"] if entree["indicateur"] == "taux_pourvoi_30j")
    entree["ruptures"] = [{"date": "2026-03-01", "phrase": "Une autre saisie.", "territoires": lieux}]
    dit = suivre(objectif(), cellules({"valeur": 0.5}).lazy(), mots, LIEUX, OBSERVATION).row(0, named=True)
    assert (dit["motif"], dit["etat"] != "non_mesurable") == (None if mesure else "rupture", mesure)


def test_an_indicator_without_rolling_year_is_read_in_its_longest_period():
    mots = catalogue.charger().en_clair()
    (entree,) = [entree for entree in mots["indicateurs"] if entree["indicateur"] == "taux_pourvoi_30j"]
    table = cellules(
        {"valeur": 0.9},
        {"valeur": 0.5, "periode_type": "trimestre", "periode_debut": date(2026, 4, 1)},
        {"valeur": 0.8, "periode_type": "mois", "periode_debut": date(2026, 6, 1)},
    )
    court = mots | {"indicateurs": [entree | {"periodes": ["mois", "trimestre"]}]}
    dit = suivre(objectif(), table.lazy(), court, LIEUX, OBSERVATION).row(0, named=True)
    assert (dit["valeur_actuelle"], dit["valeur_periode_type"]) == (0.5, "trimestre")


def test_without_objective_there_is_no_row():
    """An empty result of the warehouse is one row of nulls."""
    vide = objectif().clear().clear(1)
    assert vide.height == 1
    table = suivre(vide, cellules({"valeur": 0.5}).lazy(), catalogue.charger().en_clair(), LIEUX, OBSERVATION)
    assert (table.height, dict(table.schema)) == (0, COLONNES_OBJECTIFS)


def test_actions_of_plans_are_published_as_they_are_counted():
    """Seven steps done for three actions open or done; a theme whose only action was given up has no mean."""
    assert actions_publiables(actions_comptees()).rows() == [
        ("departement", "01", "Logement", 0, 0, 1, 0, 0, 0, 0, None),
        ("departement", "01", "Mobilité", 2, 1, 0, 1, 0, 12, 7, 2.33),
    ]
    assert actions_publiables(actions_comptees().clear(1)).height == 0
