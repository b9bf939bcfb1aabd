"""Objectives from the files of committees to the release: what three of them give, worked out by hand."""

from datetime import date

import polars as pl
import pytest

ENSEMBLE = {"dimension": "ensemble", "modalite": "ensemble"}


@pytest.fixture(scope="module")
def publies(france) -> dict[str, pl.DataFrame]:
    latest = france.roots.public / "latest"
    return {nom: pl.read_parquet(latest / f"{nom}.parquet") for nom in ("indicateurs", "objectifs", "actions_de_plan")}


def objectif(publies, **cle) -> dict:
    (ligne,) = publies["objectifs"].filter(**ENSEMBLE | cle).iter_rows(named=True)
    return ligne


def valeur(publies, **cle) -> float:
    (ligne,) = publies["indicateurs"].filter(**ENSEMBLE | {"periode_type": "glissant_12m"} | cle).iter_rows(named=True)
    return ligne["valeur"]


def test_a_target_that_is_reached(publies):
    """Hauts-de-France, oriented in 30 days: from 35 % to 45 % in 2026. Orientations are known to the end of May."""
    ici = {"indicateur": "part_orientes_30j", "territoire_niveau": "region", "territoire_code": "32"}
    lue = valeur(publies, **ici, periode_debut=date(2025, 6, 1))
    dit = objectif(publies, **ici, periode_debut=date(2026, 1, 1))
    assert lue > 0.45
    assert (dit["valeur_actuelle"], dit["valeur_periode_debut"]) == (lue, date(2025, 6, 1))
    assert dit["avancement"] == pytest.approx((lue - 0.35) / 0.10, abs=5e-5)
    assert dit["part_ecoulee"] == 0.4137  # 151 days of 365
    assert (dit["etat"], dit["motif"]) == ("atteint", None)


def test_a_programme_on_its_way_replaced_by_its_last_decision(publies):
    """Auvergne-Rhône-Alpes, posts filled in 30 days: from 50 %, 60 % decided in 2024 and 2025, 65 % in 2026."""
    ici = {"indicateur": "taux_pourvoi_30j", "territoire_niveau": "region", "territoire_code": "84"}
    lue = valeur(publies, **ici, periode_debut=date(2025, 6, 1))
    dit = objectif(publies, **ici)
    assert (dit["valeur_cible"], dit["date_decision"]) == (0.65, date(2026, 1, 20))
    assert (dit["periode_debut"], dit["periode_fin"]) == (date(2026, 1, 1), date(2028, 12, 31))
    assert 0.51 < lue < 0.65
    assert dit["avancement"] == pytest.approx((lue - 0.5) / 0.15, abs=5e-5)
    assert dit["part_ecoulee"] == 0.1378  # 151 days of 1,096
    assert dit["etat"] == "en_bonne_voie"


def test_a_delay_that_grows_while_its_target_is_lower(publies):
    """Provence-Alpes-Côte d'Azur, median delay of orientation: from 60 days to 45 in 2026."""
    ici = {"indicateur": "delai_orientation_median", "territoire_niveau": "region", "territoire_code": "93"}
    dit = objectif(publies, **ici, periode_debut=date(2026, 1, 1))
    lue = valeur(publies, **ici, periode_debut=dit["valeur_periode_debut"])
    assert lue > 60
    assert dit["avancement"] == pytest.approx((60 - lue) / 15, abs=5e-5)
    assert dit["etat"] == "a_surveiller"


def test_what_is_not_measured_shows_no_progress(publies):
    """Few posts in a committee; a break on 1 January 2025, on the first day of the objectives of that year."""
    # too few for a share; then fewer than 15, of which nothing is said that would tell their enterprises
    for annee, motif in ((2025, "effectif_insuffisant"), (2026, "secret_etablissement")):
        peu = objectif(publies, territoire_code="CLPE59005", periode_debut=date(annee, 1, 1))
        assert (peu["etat"], peu["motif"], peu["valeur_actuelle"]) == ("non_mesurable", motif, None)
    rompus = publies["objectifs"].filter(pl.col("motif") == "rupture")
    assert date(2025, 1, 1) in set(rompus["periode_debut"])
    assert rompus["avancement"].null_count() == rompus.height > 0
    assert "national" not in set(publies["objectifs"]["territoire_niveau"])


def test_the_plan_of_the_nord(publies):
    """Actions of 2024 and 2025 are done. Of 2026: one done in June, one late since March, one with news of July."""
    nord = publies["actions_de_plan"].filter(territoire_niveau="departement", territoire_code="59")
    assert nord.select(pl.exclude("territoire_niveau", "territoire_code")).rows() == [
        ("Garde d'enfants", 1, 2, 0, 0, 0, 15, 12, 4.0),
        ("Mobilité", 1, 5, 0, 1, 1, 21, 19, 3.17),
    ]
