"""The calendar of the post, dates worked out by hand."""

from datetime import date

import pytest

from pipelines.simulation.monde.modele import Parametres, decale
from pipelines.simulation.plan import DEPARTEMENTS, JOURS, Plan

PARAMETRES = Parametres(1_000, 30, date(2026, 6, 1), 7)
PLAN = Plan(PARAMETRES)


def livraison(source: str, emetteur: str, mois: date, plan: Plan = PLAN):
    return next((une for une in plan.livraisons(source, mois) if une.emetteur == emetteur), None)


def test_there_are_101_departements():
    assert len(set(DEPARTEMENTS)) == 101
    assert {"2A", "2B", "971", "976"} <= set(DEPARTEMENTS)
    assert not {"20", "975"} & set(DEPARTEMENTS)


def test_the_last_reception_is_the_25th_of_the_month_after_the_last():
    assert PLAN.derniere_reception == date(2026, 7, 25)
    receptions = [
        depeche.reception
        for source in JOURS
        for mois in PARAMETRES.liste_mois
        for une in PLAN.livraisons(source, mois)
        for depeche in (une.envoi, une.rectificatif)
        if depeche
    ]
    assert max(receptions) == date(2026, 7, 25)


def test_every_departement_sends_every_month_but_the_silent_ones():
    assert len(PLAN.livraisons("inscription", date(2026, 6, 1))) == 101
    assert livraison("orientation", "58", date(2025, 12, 1)) is not None
    assert livraison("orientation", "58", date(2026, 1, 1)) is None
    assert livraison("rsa", "15", date(2025, 10, 1)) is None
    assert livraison("rendez_vous", "36", date(2026, 3, 1)) is not None
    assert livraison("rendez_vous", "36", date(2026, 4, 1)) is None
    assert livraison("rsa_contact", "62", date(2025, 7, 1)) is None
    assert livraison("rsa_contact", "62", date(2025, 8, 1)) is not None
    assert len(PLAN.livraisons("offre", date(2026, 6, 1))) == 1


def test_a_late_file_comes_two_months_after_the_others_with_its_own_extraction_date():
    """Département 23, August 2025: due in September, received in November."""
    tardive = livraison("inscription", "23", date(2025, 8, 1))
    assert tardive.envoi.reception.replace(day=1) == date(2025, 11, 1)
    assert tardive.envoi.extraction.replace(day=1) == date(2025, 9, 1)
    assert tardive.rectificatif is None


def test_contracts_of_engagement_two_months_late_were_extracted_at_the_end_of_their_month():
    """Département 81, January 2026: due on 6 February, received on 6 April; it loses against February and March."""
    tardive = livraison("contrat_engagement", "81", date(2026, 1, 1))
    assert (tardive.envoi.extraction, tardive.envoi.reception) == (date(2026, 1, 31), date(2026, 4, 6))


def test_nobody_is_late_the_first_month():
    """A sender is known by its first delivery: with 11 months, the late one of 10 months ago is the first."""
    court = Plan(Parametres(1_000, 11, date(2026, 6, 1), 7))
    assert livraison("inscription", "23", date(2025, 8, 1), court).envoi.reception.replace(day=1) == date(2025, 9, 1)


@pytest.mark.parametrize("source", ["orientation", "offre", "formation", "accompagnement", "rendez_vous"])
def test_a_correction_of_states_is_extracted_before_the_next_states(source):
    """It must win over what it corrects, and lose against the following month."""
    corrections = [une for mois in PARAMETRES.liste_mois for une in PLAN.livraisons(source, mois) if une.rectificatif]
    assert corrections
    for une in corrections:
        assert une.envoi.extraction == decale(une.mois, 1) - (date(2025, 1, 2) - date(2025, 1, 1))
        assert une.envoi.extraction < une.rectificatif.extraction < decale(une.mois, 2)


def test_a_correction_of_registrations_is_extracted_and_received_later():
    corrections = [une for une in PLAN.livraisons("inscription", date(2026, 5, 1)) if une.rectificatif]
    assert 2 <= len(corrections) <= 20
    for une in corrections:
        assert une.envoi.extraction < une.envoi.reception < une.rectificatif.extraction < une.rectificatif.reception


def test_each_fault_and_each_duplicate_has_one_month():
    for nom in ("nir_discordants", "nature_inconnue", "xml_rompu"):
        assert sum(PLAN.defaut(nom, mois) for mois in PARAMETRES.liste_mois) == 1
    court = Plan(Parametres(1_000, 3, date(2026, 6, 1), 7))
    assert sum(court.defaut("ligne_tronquee", mois) for mois in court.parametres.liste_mois) == 1
    assert [mois for mois in PARAMETRES.liste_mois if PLAN.doublon("inscription", mois)] == [date(2026, 3, 1)]


def test_the_plan_depends_on_the_seed_alone():
    autre = Plan(Parametres(1_000, 30, date(2026, 6, 1), 8))
    mois = date(2025, 3, 1)
    assert Plan(PARAMETRES).livraisons("rsa", mois) == PLAN.livraisons("rsa", mois)
    assert autre.livraisons("rsa", mois) != PLAN.livraisons("rsa", mois)
