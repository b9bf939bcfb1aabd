"""Truths of establishments, worked out by hand: twelve months of hirings and of offers, whatever block tells them."""

from datetime import UTC, datetime

import pytest

from pipelines.simulation.verites import Verites
from tests.unit.simulation.monde_ecrit import ABSENT, PARAMETRES, Monde

RECOURS = "taux_recours_rpe"
SIRET, AUTRE = "00000001800010", "00000002600019"
MARS_2025 = "2025-03-01"


def depose(monde: Monde, jour: str, **autres) -> Monde:
    """An offer deposited that day at nine by the establishment."""
    return monde.offre(datetime.fromisoformat(f"{jour}T09:00").replace(tzinfo=UTC), [None], **{"siret": SIRET} | autres)


@pytest.mark.parametrize(
    ("embauche", "attendu"), [("2024-03-01", ABSENT), ("2024-04-01", (0, 1, 0)), ("2025-03-01", (0, 1, 0))]
)
def test_an_establishment_hires_for_twelve_months(verite, embauche, attendu):
    assert verite(Monde().embauche(embauche), RECOURS, MARS_2025) == attendu


@pytest.mark.parametrize(
    ("duree", "attendu"), [("MOINS_1_MOIS", ABSENT), ("1_A_6_MOIS", (0, 1, 0)), ("6_MOIS_ET_PLUS", (0, 1, 0))]
)
def test_contracts_under_a_month_do_not_count(verite, duree, attendu):
    assert verite(Monde().embauche("2025-01-01", duree), RECOURS, MARS_2025) == attendu


@pytest.mark.parametrize(
    ("jour", "autres", "num"),
    [
        ("2024-03-31", {}, 0),
        ("2024-04-01", {}, 1),
        ("2025-03-31", {}, 1),
        ("2025-04-01", {}, 0),
        ("2025-01-10", {"origine": "2"}, 0),
        ("2025-01-10", {"siret": AUTRE}, 0),
        ("2025-01-10", {"motif_cloture": "ANNULEE_ERREUR"}, 0),
        ("2025-01-10", {"motif_cloture": "ANNULEE"}, 1),
    ],
)
def test_it_calls_on_the_network_by_an_offer_of_these_months(verite, jour, autres, num):
    monde = depose(Monde().embauche("2025-03-01").embauche("2024-11-01"), jour, **autres)
    assert verite(monde, RECOURS, MARS_2025) == (num, 1, 0)


def test_nothing_is_told_before_twelve_months_are_known(verite):
    monde = Monde().embauche("2024-01-01")
    assert verite(monde, RECOURS, "2024-11-01") is ABSENT
    assert verite(monde, RECOURS, "2024-12-01") == (0, 1, 0)
    assert verite(monde, RECOURS, "2025-01-01") is ABSENT


def test_it_is_where_its_latest_declaration_says_the_smallest_of_a_tie(verite):
    """In 01 until January; in February in 71 and in nobody knows where, then in 15 and 58 at once."""
    monde = Monde().embauche("2025-01-01").embauche("2025-02-01", commune="71002")
    monde.embauche("2025-02-01", commune=None, type_contrat="CDI").embauche("2025-04-01", commune="58001")
    monde.embauche("2025-04-01", commune="15001", type_contrat="INTERIM")
    monde.embauche("2025-05-01", "MOINS_1_MOIS", commune="01001")

    def ici(mois: str) -> list[str]:
        ou = {"territoire_niveau": "departement"}
        return [code for code in ("01", "15", "58", "71") if verite(monde, RECOURS, mois, territoire_code=code, **ou)]

    assert [ici(f"2025-0{mois}-01") for mois in (1, 2, 3, 4, 5)] == [["01"], ["71"], ["71"], ["15"], ["15"]]


def test_blocks_that_tell_of_the_same_establishment_make_one(zones):
    verites = Verites(PARAMETRES, zones)
    verites.ajouter(Monde().embauche("2025-01-01").bloc())
    verites.ajouter(depose(Monde().embauche("2025-02-01"), "2025-02-10").bloc())
    france = verites.cellules_de(RECOURS).filter(territoire_niveau="national", periode_type="mois")
    dites = {str(ligne["periode_debut"]): (ligne["numerateur"], ligne["denominateur"]) for ligne in france.to_dicts()}
    assert (dites["2025-01-01"], dites["2025-02-01"], dites["2026-01-01"]) == ((0, 1), (1, 1), (1, 1))
