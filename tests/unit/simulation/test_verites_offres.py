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


@pytest.mark.parametrize(
    ("autres", "attendu"),
    [
        ({"type_contrat": "CDD", "duree_jours": 30}, ABSENT),
        ({"type_contrat": "CDD", "duree_jours": 31}, (1, 2, 0)),
        ({"type_contrat": "CDD", "duree_jours": None}, (1, 2, 0)),  # no term said
        ({"type_contrat": "CDI", "duree_jours": 10}, (1, 2, 0)),
        ({"type_contrat": "DIN", "duree_jours": None}, (1, 2, 0)),
    ],
)
def test_the_official_rate_is_of_contracts_of_more_than_thirty_days(verite, autres, attendu):
    monde = Monde().offre(DEPOT, [apres(2), None], cloture=apres(9), motif_cloture="ANNULEE", **autres)
    assert verite(monde, "taux_pourvoi_rpe", "2024-03-01") == attendu
    assert verite(monde, "taux_pourvoi", "2024-03-01") == (1, 2, 0)


def test_the_official_rate_leaves_errors_out_as_ours_does(verite):
    monde = Monde().offre(DEPOT, [apres(2), None], cloture=apres(9), motif_cloture="ANNULEE_ERREUR")
    assert verite(monde, "taux_pourvoi_rpe", "2024-03-01") == (0, 0, 2)
    assert verite(monde, "delai_pourvoi_rpe", "2024-03-01") is ABSENT


@pytest.mark.parametrize(
    ("validation", "cloture", "jours"),
    [
        ("2024-03-04T09:00", "2024-03-31T21:30", 27),  # 23:30 in Paris
        ("2024-03-04T09:00", "2024-03-31T22:00", 28),  # the first of April
        ("2024-03-04T23:00", "2024-03-31T21:30", 26),  # 5 March in Paris
        ("2024-03-31T09:00", "2024-03-31T08:00", 0),
        ("2024-04-02T09:00", "2024-03-31T08:00", 0),  # closed before it was validated
        ("2024-03-04T09:00", "2024-08-31T09:00", 180),
        ("2024-03-04T09:00", "2024-09-01T09:00", 180),  # 181, bounded
        ("2024-03-04T09:00", "2024-12-31T09:00", 180),
    ],
)
def test_the_official_delay_adds_up_days_from_validation_to_closing(verite, validation, cloture, jours):
    """Two posts filled, one not: the delay is that of their offer."""
    dates = {nom: datetime.fromisoformat(f"{quand}+00:00") for nom, quand in (("v", validation), ("c", cloture))}
    monde = Monde().offre(
        DEPOT - timedelta(days=30),
        [DEPOT - timedelta(days=20), DEPOT - timedelta(days=20), None],
        validation=dates["v"],
        cloture=dates["c"],
        motif_cloture="POURVUE_RESEAU",
    )
    mois = (dates["c"] + timedelta(hours=2)).strftime("%Y-%m-01")
    assert verite(monde, "delai_pourvoi_rpe", mois) == (None, 2, 0)
    assert verite(monde, "delai_pourvoi_rpe", mois, "somme") == 2 * jours
    ou = {"dimension": "type_contrat", "modalite": "durable"}
    assert verite(monde, "delai_pourvoi_rpe", mois, "somme", **ou) == 2 * jours


def test_a_post_whose_offer_was_never_validated_has_no_delay(verite):
    monde = Monde().offre(DEPOT, [apres(2)], cloture=apres(9), motif_cloture="POURVUE_RESEAU")
    assert verite(monde, "taux_pourvoi_rpe", "2024-03-01") == (1, 1, 0)
    assert verite(monde, "delai_pourvoi_rpe", "2024-03-01") is ABSENT
