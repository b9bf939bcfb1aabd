"""Truths of offers and posts: filled in time, closed with an outcome, deposited, left unfilled; worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

DEPOT = datetime(2024, 3, 4, 9, tzinfo=UTC)


def apres(jours: int) -> datetime:
    return DEPOT + timedelta(days=jours)


def test_posts_filled_in_sixty_and_ninety_days(verite):
    monde = Monde().offre(DEPOT, [apres(jours) for jours in (30, 31, 60, 61, 90, 91)])
    vus = [verite(monde, f"taux_pourvoi_{jours}j", "2024-03-01") for jours in (30, 60, 90)]
    assert vus == [(1, 6, 0), (3, 6, 0), (5, 6, 0)]


@pytest.mark.parametrize(("jours", "dernier", "suivant"), [(60, "2026-04", "2026-05"), (90, "2026-03", "2026-04")])
def test_the_last_post_of_the_month_is_given_its_days(verite, jours, dernier, suivant):
    """The world ends on 30 June 2026: 61 days after 30 April, 91 after 31 March."""
    monde = Monde()
    for mois in (dernier, suivant):
        monde.offre(datetime.fromisoformat(f"{mois}-02T09:00:00+00:00"), [None])
    assert verite(monde, f"taux_pourvoi_{jours}j", f"{dernier}-01") == (0, 1, 0)
    assert verite(monde, f"taux_pourvoi_{jours}j", f"{suivant}-01") is ABSENT


def test_posts_of_closed_offers_count_in_the_month_of_the_closing(verite):
    """Two posts in three filled, closed on 31 March at 23:30 in Paris; half an hour later it is April."""
    mars, avril = datetime(2024, 3, 31, 21, 30, tzinfo=UTC), datetime(2024, 3, 31, 22, 0, tzinfo=UTC)
    monde = Monde().offre(DEPOT, [apres(5), apres(6), None], cloture=mars, motif_cloture="POURVUE_RESEAU")
    monde.offre(DEPOT, [None], cloture=avril, motif_cloture="SANS_SUITE")
    assert verite(monde, "taux_pourvoi", "2024-03-01") == (2, 3, 0)
    assert verite(monde, "taux_pourvoi", "2024-04-01") == (0, 1, 0)


def test_offers_open_unexplained_or_of_partners_have_no_outcome_and_errors_are_left_out(verite):
    monde = Monde().offre(DEPOT, [apres(2)]).offre(DEPOT, [apres(2)], cloture=apres(9), motif_cloture=None)
    monde.offre(DEPOT, [apres(2)], cloture=apres(9), motif_cloture="POURVUE_AUTREMENT", origine="2")
    assert verite(monde, "taux_pourvoi", "2024-03-01") is ABSENT
    monde.offre(DEPOT, [apres(2), None], cloture=apres(9), motif_cloture="ANNULEE_ERREUR")
    monde.offre(DEPOT, [None], cloture=apres(9), motif_cloture="ANNULEE")
    assert verite(monde, "taux_pourvoi", "2024-03-01") == (0, 1, 2)


@pytest.mark.parametrize(("pourvoi", "attendu"), [(9, 1), (10, 0)])
def test_a_post_is_filled_by_the_day_of_the_closing(verite, pourvoi, attendu):
    monde = Monde().offre(DEPOT, [apres(pourvoi)], cloture=apres(9), motif_cloture="POURVUE_RESEAU")
    assert verite(monde, "taux_pourvoi", "2024-03-01") == (attendu, 1, 0)


def test_offers_and_posts_deposited_leave_errors_and_partners_out(verite):
    monde = Monde().offre(DEPOT, [None, None, apres(3)]).offre(DEPOT, [apres(3)], commune=None)
    monde.offre(DEPOT, [None], cloture=apres(1), motif_cloture="ANNULEE_ERREUR").offre(DEPOT, [None], origine="2")
    assert verite(monde, "offres_deposees", "2024-03-01") == (None, 2, 0)
    assert verite(monde, "postes_deposes", "2024-03-01") == (None, 4, 0)
    ou = {"territoire_niveau": "departement", "territoire_code": "01"}
    assert verite(monde, "offres_deposees", "2024-03-01", **ou) == (None, 1, 0)
    assert verite(monde, "postes_deposes", "2024-03-01", **ou) == (None, 3, 0)
    durable = {"dimension": "type_contrat", "modalite": "durable"}
    assert verite(monde, "postes_deposes", "2024-03-01", **durable) == (None, 4, 0)


def test_posts_not_filled_in_thirty_days(verite):
    """Filled on day 30, on day 31, never, cancelled, an error; of the last two months, June is too young."""
    monde = Monde().offre(DEPOT, [apres(30), apres(31), None])
    monde.offre(DEPOT, [None], cloture=apres(9), motif_cloture="ANNULEE")
    monde.offre(DEPOT, [None], cloture=apres(9), motif_cloture="ANNULEE_ERREUR")
    for mois in ("05", "06"):
        monde.offre(datetime.fromisoformat(f"2026-{mois}-02T09:00:00+00:00"), [None])
    assert verite(monde, "postes_non_pourvus_30j", "2024-03-01") == (None, 3, 0)
    assert verite(monde, "postes_non_pourvus_30j", "2026-05-01") == (None, 1, 0)
    assert verite(monde, "postes_non_pourvus_30j", "2026-06-01") is ABSENT
