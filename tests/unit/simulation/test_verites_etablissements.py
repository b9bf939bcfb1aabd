"""Truths of establishments, worked out by hand: twelve months of hirings and of offers, whatever block tells them."""

from datetime import UTC, date, datetime

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


DEPOT = "taux_depot_recruteurs"
DE_LA_DSN = "00000001800018"


@pytest.mark.parametrize(
    ("debut", "attendu"),
    [("2024-03-31", ABSENT), ("2024-04-01", (0, 1, 0)), ("2025-03-31", (0, 1, 0)), ("2025-04-01", ABSENT)],
)
def test_a_recruiter_hires_for_long_in_the_twelve_months(verite, debut, attendu):
    assert verite(Monde().contrat(debut, nature="01"), DEPOT, MARS_2025) == attendu


@pytest.mark.parametrize(
    ("nature", "prevue", "fin", "compte"),
    [
        ("01", None, "2025-02-20", True),
        ("08", None, None, True),  # open-ended temp work is open-ended
        ("02", "2025-08-09", None, True),  # six months to the day
        ("02", "2025-08-08", None, False),
        ("02", None, None, False),
        ("02", "2025-04-30", "2026-03-31", False),  # as planned, not as it lasted
        ("02", "2025-12-31", "2025-02-12", True),
        ("03", "2025-12-31", None, False),
        ("29", "2025-12-31", None, False),
    ],
)
def test_a_durable_hire_is_open_ended_or_planned_for_six_months(verite, nature, prevue, fin, compte):
    monde = Monde().contrat("2025-02-10", prevue, fin, nature=nature)
    assert verite(monde, DEPOT, MARS_2025) == ((0, 1, 0) if compte else ABSENT)


def test_a_placement_is_no_hire(verite):
    monde = Monde().contrat("2025-02-10", "2025-12-31", dispositif="92")
    assert verite(monde, DEPOT, MARS_2025) is ABSENT


@pytest.mark.parametrize(("reprise", "compte"), [("2025-02-17", False), ("2025-02-18", True)])
@pytest.mark.parametrize("ailleurs", [{}, {"nic": "00026"}])
def test_a_contract_of_the_same_employer_within_seven_days_is_no_new_hire(verite, reprise, compte, ailleurs):
    """A fixed term until 10 February, then open-ended: the chain began with a short contract."""
    monde = Monde().contrat("2025-01-02", "2025-02-10", "2025-02-10").contrat(reprise, nature="01", **ailleurs)
    assert verite(monde, DEPOT, MARS_2025) == ((0, 1, 0) if compte else ABSENT)


def test_a_chain_begun_before_the_twelve_months_is_no_hire_of_theirs(verite):
    monde = Monde().contrat("2024-01-10", nature="01").contrat("2025-01-10", nature="01")
    assert verite(monde, DEPOT, "2024-12-01") == (0, 1, 0)
    assert verite(monde, DEPOT, MARS_2025) is ABSENT


def test_a_contract_taken_over_is_no_hire(verite):
    monde = Monde().contrat("2023-05-02", fin="2025-02-10", nature="01", motif_fin="998")
    monde.contrat(
        "2025-02-11", nature="01", siren="000000026",
        ancien_siret=DE_LA_DSN, ancien_numero="00001", ancien_debut=date(2023, 5, 2),
    )  # fmt: skip
    assert verite(monde, DEPOT, MARS_2025) is ABSENT


def test_two_persons_hired_make_one_recruiter_two_establishments_two(verite):
    monde = Monde().contrat("2025-01-10", nature="01").contrat("2025-02-10", nature="01", personne=2)
    assert verite(monde, DEPOT, MARS_2025) == (0, 1, 0)
    monde.contrat("2025-02-10", nature="01", personne=3, nic="00026")
    assert verite(monde, DEPOT, MARS_2025) == (0, 2, 0)


@pytest.mark.parametrize(
    ("jour", "autres", "num"),
    [
        ("2024-03-31", {}, 0),
        ("2024-04-01", {}, 1),
        ("2025-03-31", {}, 1),
        ("2025-04-01", {}, 0),
        ("2025-01-10", {"origine": "2"}, 0),
        ("2025-01-10", {"siret": None}, 0),
        ("2025-01-10", {"siret": SIRET}, 0),
        ("2025-01-10", {"motif_cloture": "ANNULEE_ERREUR"}, 0),
    ],
)
def test_a_recruiter_deposits_an_offer_in_the_same_twelve_months(verite, jour, autres, num):
    monde = depose(Monde().contrat("2024-11-10", nature="01"), jour, **{"siret": DE_LA_DSN} | autres)
    assert verite(monde, DEPOT, MARS_2025) == (num, 1, 0)


def test_no_recruiter_before_twelve_months_are_known(verite):
    monde = Monde().contrat("2024-01-10", nature="01")
    assert verite(monde, DEPOT, "2024-11-01") is ABSENT
    assert verite(monde, DEPOT, "2024-12-01") == (0, 1, 0)


def test_a_recruiter_is_where_its_latest_declaration_that_names_a_place_says(verite):
    """In 01 in 2024, in 71 and 58 at once in February 2025, not said in March, in 15 in April."""
    monde = Monde().contrat("2025-01-10", nature="01").etablissement("2024-02-01")
    monde.etablissement("2025-02-01", "71002").etablissement("2025-02-01", "58001")
    monde.etablissement("2025-03-01", None).etablissement("2025-04-01", "15001")

    def ici(mois: str) -> list[str]:
        ou = {"territoire_niveau": "departement"}
        return [code for code in ("01", "15", "58", "71") if verite(monde, DEPOT, mois, territoire_code=code, **ou)]

    assert [ici(f"2025-0{mois}-01") for mois in (1, 2, 3, 4)] == [["01"], ["58"], ["58"], ["15"]]


def test_a_recruiter_of_no_known_place_is_in_france_alone(verite):
    monde = Monde().contrat("2025-01-10", nature="01").etablissement("2025-05-01")
    assert verite(monde, DEPOT, MARS_2025) == (0, 1, 0)
    ou = {"territoire_niveau": "departement", "territoire_code": "01"}
    assert verite(monde, DEPOT, MARS_2025, **ou) is ABSENT
    assert verite(monde, DEPOT, "2025-05-01", **ou) == (0, 1, 0)
