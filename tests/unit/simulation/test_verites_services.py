"""Truths of the density of solutions, worked out by hand: services of a place for who has a brake there."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde, jour

DENSITE, AOUT = "densite_solutions", "2024-08-01"


def freinee(**autres) -> Monde:
    """Registered since January, with a brake of mobility since February."""
    return Monde().inscrite("2024-01-05").contrainte("2024-02-10", **autres)


@pytest.mark.parametrize(
    ("mises_a_jour", "compte"),
    [
        (["2024-02-29"], 1),  # 31 August - 6 months
        (["2024-02-28"], 0),
        (["2024-08-31"], 1),
        (["2024-02-28", "2024-09-01"], 0),  # not yet
        (["2023-01-10", "2024-05-10"], 1),
    ],
)
def test_a_service_was_looked_at_in_the_six_months(verite, mises_a_jour, compte):
    assert verite(freinee().service(*mises_a_jour), DENSITE, AOUT) == (compte, 1, 0)


@pytest.mark.parametrize(
    ("themes", "freins"),
    [
        (["numerique--acceder", "numerique--maitriser"], {"numerique"}),
        (["famille--garde-denfants", "mobilite--permis"], {"familiale", "mobilite"}),
        (["garde-denfant"], {"familiale"}),
        (["sante--soins"], {"sante"}),
        (["lecture-ecriture-calcul--x"], {"savoirs"}),
        (["apprendre-francais--x"], {"savoirs"}),
        (["illettrisme--x"], {"savoirs"}),
        (["logement-hebergement--x"], {"logement"}),
        (["gestion-financiere--x"], {"financiere"}),
        (["equipement-et-alimentation--x"], {"financiere"}),
        (["acces-aux-droits-et-citoyennete--x"], {"administrative"}),
        (["trouver-un-emploi--mobilite"], set()),
        ([], set()),
    ],
)
def test_a_service_is_meant_for_the_brakes_of_its_themes(verite, themes, freins):
    """A person of the eight brakes: each has its own services."""
    monde = Monde().inscrite("2024-01-05")
    tous = ("numerique", "mobilite", "familiale", "sante", "savoirs", "logement", "financiere", "administrative")
    for frein in tous:
        monde.contrainte("2024-02-10", nature=frein.upper())
    monde.service("2024-08-02", thematiques=themes)
    assert verite(monde, DENSITE, AOUT) == (int(bool(freins)), 1, 0)
    for frein in tous:
        assert verite(monde, DENSITE, AOUT, dimension="contrainte", modalite=frein) == (int(frein in freins), 1, 0)


@pytest.mark.parametrize(
    ("detection", "levee", "compte"),
    [
        ("2024-08-31", None, 1),
        ("2024-09-01", None, 0),
        ("2024-02-10", "2024-08-31", 0),
        ("2024-02-10", "2024-09-01", 1),
    ],
)
def test_a_person_has_a_brake_on_the_last_day(verite, detection, levee, compte):
    monde = Monde().inscrite("2024-01-05").contrainte(detection, levee)
    assert verite(monde.service("2024-01-10"), DENSITE, AOUT) == ((0, 1, 0) if compte else ABSENT)


def test_a_person_of_two_brakes_counts_once_and_who_has_left_does_not(verite):
    monde = freinee().contrainte("2024-03-10", nature="SANTE").service("2024-01-10")
    monde.inscrite("2024-01-05", "2024-08-31", numero=2).contrainte("2024-02-10", numero=2)
    assert verite(monde, DENSITE, AOUT) == (0, 1, 0)
    for frein in ("mobilite", "sante"):
        assert verite(monde, DENSITE, AOUT, dimension="contrainte", modalite=frein) == (0, 1, 0)


def test_a_service_is_where_it_says_or_where_its_structure_is(verite):
    """In 71; in 15 by its structure; nowhere known; of a structure that is not listed; in a commune that is not."""
    monde = freinee().service("2024-08-02", commune="71002").service("2024-08-02", commune=None)
    monde.lignes["structure"] += [{"structure": "base--s1", "commune": "15001"}]
    monde.lignes["structure"] += [{"structure": "base--s2", "commune": None}]
    monde.service("2024-08-02", commune=None, structure="base--s2")
    monde.service("2024-08-02", commune=None, structure="base--s3").service("2024-08-02", commune="99999")
    assert verite(monde, DENSITE, AOUT) == (2, 1, 0)
    ou = {"territoire_niveau": "departement"}
    vus = {code: verite(monde, DENSITE, AOUT, territoire_code=code, **ou) for code in ("01", "15", "71")}
    assert vus == {"01": (0, 1, 0), "15": (1, 0, 0), "71": (1, 0, 0)}


def test_a_service_counts_while_it_is_listed(verite):
    bornes = {"premier_mois": jour("2024-08-01"), "dernier_mois": jour("2024-09-01")}
    monde = freinee().service("2024-07-02", **bornes)
    vus = [verite(monde, DENSITE, f"2024-{mois}-01")[0] for mois in ("07", "08", "09", "10")]
    assert vus == [0, 1, 1, 0]


def test_over_twelve_months_it_is_that_of_the_last(verite):
    monde = freinee().service("2024-12-02")
    assert verite(monde, DENSITE, "2024-01-01", periode_type="glissant_12m") == (1, 1, 0)


def test_a_silent_departement_is_on_neither_side(verite):
    """36 sends no diagnosis from March 2026 on."""
    monde = Monde().inscrite("2025-11-10", departement="36", commune=None)
    monde.contrainte("2025-12-10", departement="36").inscrite("2025-11-10", numero=2).contrainte("2025-12-10", numero=2)
    monde.service("2026-03-02")
    assert verite(monde, DENSITE, "2026-02-01") == (0, 2, 0)
    assert verite(monde, DENSITE, "2026-03-01") == (1, 1, 0)
