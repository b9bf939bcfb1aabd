"""Truths of the official family of access to work, worked out by hand: hours of a month, months after a stock."""

from datetime import date

import polars as pl
import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

AUTRE = "000000026"
ACCES = "acces_emploi_6m_rpe"
MARS = "2024-03-01"


def inscrite(**autres) -> Monde:
    """Registered from 4 March 2024 on, in category A unless said."""
    return Monde().inscrite("2024-03-04", **({"categorie": "A"} | autres))


def employee(debut: str = "2024-01-08", **autres) -> Monde:
    """Registered, with a contract that says no quota: only what is told counts."""
    return inscrite().contrat(debut, "2024-12-31", **autres)


def avril(monde: Monde, mesure: float, **autres) -> Monde:
    return monde.travail(mesure, "2024-04-01", "2024-04-30", **autres)


@pytest.mark.parametrize(("heures", "attendu"), [(78.00, 0), (78.01, 1)])
def test_a_month_is_worked_beyond_78_hours(verite, heures, attendu):
    assert verite(avril(employee(), heures), ACCES, MARS) == (attendu, 1, 0)


@pytest.mark.parametrize(
    ("unite", "mesure", "attendu"),
    [
        ("12", 11.14, 0),  # 77.98 hours
        ("12", 11.15, 1),  # 78.05
        ("20", 11.15, 1),
        ("21", 100.00, 0),  # a package of hours, work by the piece: no hours known
        ("31", 100.00, 0),
    ],
)
def test_a_day_is_seven_hours_and_other_units_say_none(verite, unite, mesure, attendu):
    assert verite(avril(employee(), mesure, unite=unite), ACCES, MARS) == (attendu, 1, 0)


@pytest.mark.parametrize("autres", [{"type": "001"}, {"type": "003"}, {"type": "010"}, {"activite": "02"}])
def test_other_kinds_of_pay_and_absences_are_not_counted(verite, autres):
    monde = avril(avril(employee(), 78.00), 100.00, **autres)
    assert verite(monde, ACCES, MARS) == (0, 1, 0)


@pytest.mark.parametrize(("premier", "second", "attendu"), [(39.00, 39.00, 0), (39.00, 39.01, 1)])
def test_employers_are_added_up(verite, premier, second, attendu):
    monde = employee().contrat("2024-02-01", "2024-12-31", siren=AUTRE)
    avril(avril(monde, premier), second, contrat=2)
    assert verite(monde, ACCES, MARS) == (attendu, 1, 0)


@pytest.mark.parametrize(
    ("heures", "attendu"),
    [
        (161.20, 0),  # 16120 x 15 days of April / 31 is 7800
        (161.22, 0),  # 7800.97, floored
        (161.23, 1),  # 7801.45
    ],
)
def test_a_pay_period_is_split_by_day_and_floored_to_the_hundredth(verite, heures, attendu):
    """16 April to 16 May: 15 days and 16; what May gets, 8320 at least, makes it worked anyway."""
    monde = employee().travail(heures, "2024-04-16", "2024-05-16")
    assert verite(monde, "acces_emploi_1m_rpe", MARS) == (attendu, 1, 0)
    assert verite(monde, "acces_emploi_3m_rpe", MARS) == (1, 1, 0)


@pytest.mark.parametrize(("heures", "attendu"), [(78.33, 0), (78.34, 0), (78.35, 1)])
def test_a_correction_is_floored_towards_fewer_hours(verite, heures, attendu):
    """−0.66 hours from 16 April to 16 May: −66 x 15 / 31 is −31.9, that is −32; 2 more taken back in April: −34."""
    monde = avril(avril(employee(), heures), -0.02).travail(-0.66, "2024-04-16", "2024-05-16")
    assert verite(monde, "acces_emploi_1m_rpe", MARS) == (attendu, 1, 0)


def test_a_regularisation_counts_in_its_month_and_not_in_that_of_its_declaration(verite):
    """April: 70, then 10 more told in May; May: 70."""
    monde = avril(employee(), 70.00).travail(70.00, "2024-05-01", "2024-05-31")
    assert verite(monde, ACCES, MARS) == (0, 1, 0)
    avril(monde, 10.00, dit_en="2024-05-31")
    assert verite(monde, "acces_emploi_1m_rpe", MARS) == (1, 1, 0)
    assert verite(monde, ACCES, "2024-04-01") == (0, 1, 0)


def test_work_of_a_contract_that_the_declaration_does_not_name_is_not_counted(verite):
    assert verite(avril(employee(), 151.67, numero="99999"), ACCES, MARS) == (0, 1, 0)


def test_work_that_is_no_job_is_not_counted(verite):
    assert verite(avril(employee(nature="29"), 151.67), ACCES, MARS) == (0, 1, 0)
    assert verite(avril(employee(dispositif="93"), 151.67), ACCES, MARS) == (0, 1, 0)
    assert verite(inscrite().contrat("2024-01-08", quotite=151.67, nature="89"), ACCES, MARS) == (0, 1, 0)


@pytest.mark.parametrize(
    ("debut", "fin", "quotite", "attendu"),
    [
        ("2024-01-08", None, 78.00, 0),
        ("2024-01-08", None, 78.01, 1),
        ("2024-01-08", None, 200.00, 1),
        ("2024-01-08", None, 200.01, 0),  # not hours of a month
        ("2024-01-08", None, 218.00, 0),
        ("2024-01-08", None, None, 0),
        ("2024-04-16", None, 156.00, 0),  # 15 days of 30: 7800
        ("2024-04-16", None, 156.02, 1),  # 7801
        ("2024-01-08", "2024-04-15", 156.02, 1),
        ("2024-01-08", "2024-04-14", 156.02, 0),
    ],
)
def test_a_month_without_any_measure_has_the_quota_of_its_days(verite, debut, fin, quotite, attendu):
    """Open until May unless it ends in April; only April is looked at."""
    monde = inscrite().contrat(debut, "2024-05-31", fin, quotite=quotite)
    assert verite(monde, "acces_emploi_1m_rpe", MARS) == (attendu, 1, 0)


def test_a_planned_end_stands_for_an_end_that_is_not_known(verite):
    monde = inscrite().contrat("2024-01-08", "2024-04-15", quotite=156.00)
    assert verite(monde, "acces_emploi_1m_rpe", MARS) == (0, 1, 0)
    monde = inscrite().contrat("2024-01-08", "2024-04-15", "2024-04-30", quotite=156.00)
    assert verite(monde, "acces_emploi_1m_rpe", MARS) == (1, 1, 0)


@pytest.mark.parametrize(
    ("autres", "attendu"),
    [
        ({}, 0),  # one hour told: one hour
        ({"unite": "12"}, 0),
        ({"dit_en": "2024-05-31"}, 1),  # told too late to silence the quota of April
        ({"unite": "31"}, 1),
        ({"type": "001"}, 1),
        ({"activite": "02"}, 1),
    ],
)
def test_the_quota_is_used_when_the_declaration_of_the_month_tells_nothing_known(verite, autres, attendu):
    monde = avril(inscrite().contrat("2024-01-08", "2024-05-31", quotite=100.00), 1.00, **autres)
    assert verite(monde, "acces_emploi_1m_rpe", MARS) == (attendu, 1, 0)


def test_a_regularisation_alone_silences_the_quota_of_the_month_it_is_told_in(verite):
    """Told in April: one hour of March. April has neither hours nor quota; May, silent, has its quota."""
    monde = inscrite().contrat("2024-01-08", "2024-05-31", quotite=100.00)
    monde.travail(1.00, "2024-03-01", "2024-03-31", dit_en="2024-04-30")
    assert verite(monde, "acces_emploi_1m_rpe", MARS) == (0, 1, 0)
    assert verite(monde, "acces_emploi_1m_rpe", "2024-04-01") == (1, 1, 0)


@pytest.mark.parametrize(
    ("mois", "attendus"),
    [
        ("2024-03", (0, 0, 0, 0)),  # the month of the stock is before the window
        ("2024-04", (1, 1, 1, 1)),
        ("2024-05", (0, 1, 1, 1)),
        ("2024-06", (0, 1, 1, 1)),
        ("2024-07", (0, 0, 1, 1)),
        ("2024-09", (0, 0, 1, 1)),
        ("2024-10", (0, 0, 0, 1)),
        ("2025-03", (0, 0, 0, 1)),
        ("2025-04", (0, 0, 0, 0)),
    ],
)
def test_windows_are_the_months_after(verite, mois, attendus):
    monde = inscrite().contrat("2024-01-08", "2025-12-31").travail(100, f"{mois}-01", f"{mois}-28")
    vus = [verite(monde, f"acces_emploi_{fenetre}m_rpe", MARS)[0] for fenetre in (1, 3, 6, 12)]
    assert tuple(vus) == attendus
    assert verite(monde, "presence_emploi_6m_rpe", MARS) == (int(mois == "2024-09"), 1, 0)


@pytest.mark.parametrize(("fenetre", "dernier", "suivant"), [(1, "2026-05", "2026-06"), (12, "2025-06", "2025-07")])
def test_a_window_must_have_passed(verite, fenetre, dernier, suivant):
    assert verite(inscrite(), f"acces_emploi_{fenetre}m_rpe", f"{dernier}-01") == (0, 1, 0)
    assert verite(inscrite(), f"acces_emploi_{fenetre}m_rpe", f"{suivant}-01") is ABSENT


@pytest.mark.parametrize(
    ("debut", "prevue", "nature", "attendu"),
    [
        ("2024-04-01", None, "01", 1),
        ("2024-04-01", "2024-09-30", "02", 1),  # six months to the day
        ("2024-04-01", "2024-09-29", "02", 0),
        ("2024-04-01", None, "02", 0),
    ],
)
def test_a_durable_month_is_one_of_a_durable_contract(verite, debut, prevue, nature, attendu):
    monde = inscrite().contrat(debut, prevue, nature=nature)
    avril(monde, 100.00).travail(100.00, "2024-09-01", "2024-09-29")
    assert verite(monde, "acces_emploi_durable_6m_rpe", MARS) == (attendu, 1, 0)
    assert verite(monde, "presence_emploi_durable_6m_rpe", MARS) == (attendu, 1, 0)
    assert verite(monde, "presence_emploi_6m_rpe", MARS) == (1, 1, 0)


@pytest.mark.parametrize(("du_cdi", "attendu"), [((0.01,), 1), ((), 0), ((1.00, -1.00), 0)])
def test_the_durable_contract_must_have_given_hours_of_its_own(verite, du_cdi, attendu):
    """A short contract makes the month worked; the open-ended one gives a minute, nothing, or nothing in all."""
    monde = inscrite().contrat("2024-04-01", "2024-04-30").contrat("2024-01-08", None, nature="01", siren=AUTRE)
    avril(monde, 100.00)
    for mesure in du_cdi:
        avril(monde, mesure, contrat=2)
    assert verite(monde, "acces_emploi_durable_6m_rpe", MARS) == (attendu, 1, 0)


def test_the_durable_month_may_come_after_another_worked_one(verite):
    monde = inscrite().contrat("2024-04-01", "2024-04-30").contrat("2024-08-01", None, nature="01", siren=AUTRE)
    avril(monde, 100.00).travail(100.00, "2024-08-01", "2024-08-31", contrat=2)
    assert verite(monde, "acces_emploi_durable_6m_rpe", MARS) == (1, 1, 0)
    assert verite(monde, "presence_emploi_durable_6m_rpe", "2024-02-01") is ABSENT


@pytest.mark.parametrize("categorie", ["A", "B", "C", "D", "E", "F", "G"])
def test_the_stock_is_that_of_four_categories(verite, categorie):
    """Official statistics count a hiring of those of A and B only."""
    monde = inscrite(categorie=categorie)
    suivie, ancienne = categorie in ("A", "B", "F", "G"), categorie in ("A", "B")
    assert verite(monde, ACCES, MARS) == ((0, 1, 0) if suivie else ABSENT)
    assert verite(monde, "retour_emploi_acc1", MARS) == ((0, 1, 0) if ancienne else ABSENT)
    assert verite(monde, "diagnostics_couverture_rpe", MARS) == ((0, 1, 0) if suivie else ABSENT)


def test_nobody_is_left_out_by_age_or_death_and_one_counts_in_each_month(verite):
    """66 years old, dead in May, registered until 20 May: in the stocks of March and April."""
    monde = Monde().personne(naissance="1958-01-10").inscrite("2024-03-04", "2024-05-20", categorie="A")
    monde.contrat("2020-01-01", None, "2024-05-15", nature="01", motif_fin="066")
    avril(monde, 100.00)
    assert verite(monde, ACCES, MARS) == (1, 1, 0)
    assert verite(monde, ACCES, "2024-04-01") == (0, 1, 0)
    assert verite(monde, ACCES, "2024-05-01") is ABSENT
    assert verite(monde, ACCES, "2024-01-01", periode_type="trimestre") == (1, 1, 0)
    assert verite(monde, ACCES, "2024-01-01", periode_type="annee") == (1, 2, 0)


def test_a_mean_adds_up_the_ranks_of_the_first_worked_months(verite):
    """Worked in the first, the fourth and the seventh month after March: ranks 1 and 4; the third person has none."""
    monde = Monde()
    for numero, mois in enumerate(("2024-04", "2024-07", "2024-10"), start=1):
        monde.inscrite("2024-03-04", numero=numero, categorie="B").contrat("2024-01-08", "2024-12-31", personne=numero)
        monde.travail(100, f"{mois}-01", f"{mois}-28", contrat=numero).travail(
            100, "2024-10-01", "2024-10-31", contrat=numero
        )
    assert verite(monde, "delai_moyen_acces_rpe", MARS) == (None, 2, 0)
    assert verite(monde, "delai_moyen_acces_rpe", MARS, "somme") == 5
    assert verite(monde, "delai_moyen_acces_rpe", MARS, "mediane") is None
    assert verite(monde, ACCES, MARS, "somme") is None
    # The stocks of March to June 2024: ranks 1 and 4; 6, 3 and 6; 5, 2 and 5; 4, 1 and 4
    assert verite(monde, "delai_moyen_acces_rpe", "2024-04-01", "somme", periode_type="trimestre") == 36


def test_nobody_who_works_makes_no_mean(verite):
    assert verite(inscrite(), "delai_moyen_acces_rpe", MARS) is ABSENT


@pytest.mark.parametrize(
    ("debut", "attendu"), [("2024-03-31", 0), ("2024-04-01", 1), ("2024-09-30", 1), ("2024-10-01", 0)]
)
def test_a_hiring_counts_from_the_month_after_to_the_sixth(verite, debut, attendu):
    assert verite(inscrite().contrat(debut, nature="01"), "retour_emploi_acc1", MARS) == (attendu, 1, 0)


def test_a_hiring_must_count_and_be_one(verite):
    """A fortnight is no job that counts; a contract that goes on with the same employer began before."""
    court = inscrite().contrat("2024-04-02", "2024-04-16", "2024-04-16")
    assert verite(court, "retour_emploi_acc1", MARS) == (0, 1, 0)
    suite = inscrite().contrat("2024-01-02", "2024-03-28", "2024-03-28").contrat("2024-04-02", nature="01")
    assert verite(suite, "retour_emploi_acc1", MARS) == (0, 1, 0)


def test_a_hiring_is_given_a_month_more_to_count(verite):
    assert verite(inscrite(), "retour_emploi_acc1", "2025-11-01") == (0, 1, 0)
    assert verite(inscrite(), "retour_emploi_acc1", "2025-12-01") is ABSENT
    assert verite(inscrite(), ACCES, "2025-12-01") == (0, 1, 0)


def test_the_place_and_the_attributes_are_those_of_the_stock(verite):
    """Moved from 01 to 71 on 10 April, under RSA in March only."""
    monde = inscrite(fin="2024-04-10", motif="6").droit(MARS)
    monde.inscrite("2024-04-10", commune="71002", departement="71", categorie="A")
    ou = {"territoire_niveau": "departement"}
    assert verite(monde, ACCES, MARS, territoire_code="01", **ou) == (0, 1, 0)
    assert verite(monde, ACCES, "2024-04-01", territoire_code="71", **ou) == (0, 1, 0)
    assert verite(monde, ACCES, MARS, dimension="rsa", modalite="soumis") == (0, 1, 0)
    assert verite(monde, ACCES, "2024-04-01", dimension="rsa", modalite="non_soumis") == (0, 1, 0)
    assert verite(monde, ACCES, MARS, dimension="type_inscription", modalite="premiere") == (0, 1, 0)


def test_who_leaves_a_training_may_work_in_the_months_after(verite):
    """Ended in April 2024 at any age: worked in October, the sixth month after; not in April itself."""
    monde = Monde().personne(naissance="1958-01-10").inscrite("2024-01-10").contrat("2024-01-08", "2024-12-31")
    monde.formation("2024-02-01", sortie="2024-04-10").formation("2024-02-01", sortie="2024-03-31")
    avril(monde, 100.00).travail(100, "2024-10-01", "2024-10-31")
    assert verite(monde, "acces_emploi_6m_sortants_rpe", "2024-04-01") == (1, 1, 0)
    assert verite(monde, "acces_emploi_6m_sortants_rpe", MARS) == (1, 1, 0)
    assert verite(monde, "retour_emploi_formation_6m", "2024-04-01") is ABSENT
    tard = (
        Monde().inscrite("2024-01-10").contrat("2024-01-08", "2024-12-31").formation("2024-02-01", sortie="2024-04-10")
    )
    tard.travail(100, "2024-11-01", "2024-11-30")
    assert verite(avril(tard, 100.00), "acces_emploi_6m_sortants_rpe", "2024-04-01") == (0, 1, 0)


@pytest.mark.parametrize(
    ("fins", "attendu"),
    [
        ([{"sortie": "2024-04-10"}], 0),
        ([{"abandon": "2024-04-10"}], 1),
        ([{"abandon": "2024-04-10", "sortie": "2024-05-31"}], 1),
        ([{"abandon": "2024-04-10"}, {"sortie": "2024-04-20"}], 0),  # the last end of the month
        ([{"abandon": "2024-04-20"}, {"sortie": "2024-04-10"}], 1),
        ([{"sortie": "2024-04-20"}, {"abandon": "2024-04-20"}], 1),
    ],
)
def test_the_last_training_ended_in_the_month_was_given_up_or_not(verite, fins, attendu):
    monde = Monde().inscrite("2024-01-10")
    for fin in fins:
        monde.formation("2024-02-01", **fin)
    assert verite(monde, "abandon_formation", "2024-04-01") == (attendu, 1, 0)
    assert verite(monde, "abandon_formation", "2024-05-01") is ABSENT


@pytest.mark.parametrize(
    ("naissance", "dites", "attendu"),
    [
        ("1985-05-10", {"niveau_formation": "NV3", "diplome": "D"}, 0),
        ("1985-05-10", {}, 0),  # nothing known
        ("1985-05-10", {"niveau_formation": "NV5", "diplome": "D"}, 1),
        ("1985-05-10", {"niveau_formation": "NV4", "diplome": "N"}, 1),
        ("1985-05-10", {"niveau_formation": "NV4", "diplome": "D"}, 0),
        ("1998-05-10", {"niveau_formation": "NV4", "diplome": "D"}, 1),  # 25 years old in April
        ("1998-05-10", {"niveau_formation": "NV3", "diplome": "N"}, 1),
        ("1998-05-10", {"niveau_formation": "NV3", "diplome": "D"}, 0),
        ("1998-04-10", {"niveau_formation": "NV3", "diplome": "N"}, 0),  # 26
        ("1998-05-10", {}, 0),
        ("1969-04-10", {"niveau_formation": "NV1", "diplome": "D"}, 1),  # 55
        ("1969-05-10", {"niveau_formation": "NV1", "diplome": "D"}, 0),
        ("1985-05-10", {"boeth": "O"}, 1),
        ("1985-05-10", {"qpv": "O"}, 0),
    ],
)
def test_the_public_that_has_priority_for_trainings(verite, naissance, dites, attendu):
    monde = Monde().personne(naissance=naissance).inscrite("2024-01-10", **dites).formation("2024-04-15")
    assert verite(monde, "part_public_prioritaire_formation", "2024-04-01") == (attendu, 1, 0)


def test_duties_of_the_month_give_priority_and_a_missing_file_leaves_the_departement_out(verite):
    """The RSA files of 15 for November and December 2025 never came."""
    monde = Monde().inscrite("2024-01-10").formation("2024-04-15").droit("2024-04-01")
    assert verite(monde, "part_public_prioritaire_formation", "2024-04-01") == (1, 1, 0)
    avant = Monde().inscrite("2024-01-10").formation("2024-04-15").droit(MARS)
    assert verite(avant, "part_public_prioritaire_formation", "2024-04-01") == (0, 1, 0)
    muet = Monde().inscrite("2025-09-10", commune="15001", departement="15").formation("2025-11-15")
    assert verite(muet, "part_public_prioritaire_formation", "2025-11-01") is ABSENT
    assert verite(muet, "entrees_formation", "2025-11-01") == (None, 1, 0)


def test_the_world_of_these_tests_says_its_measures_in_hundredths():
    activite = avril(employee(), 78.01).bloc().activite
    assert activite.select("mois", "centiemes", "type").row(0) == (date(2024, 4, 1), 7801, "002")
    assert activite.schema["centiemes"] == pl.Int32


@pytest.mark.parametrize(("heures", "attendu"), [(40.00, 0), (78.00, 0), (78.01, 1)])
def test_hours_of_a_number_taken_again_are_those_of_the_contract_open_then(verite, heures, attendu):
    """Until 20 February, planned for six weeks; from 2 April on without term, under the same number."""
    monde = inscrite().contrat("2024-01-08", "2024-02-20", numero="00001").contrat("2024-04-02", nature="01")
    monde.lignes["contrat"][1]["numero"] = "00001"
    avril(monde, heures, contrat=2)
    assert verite(monde, "acces_emploi_1m_rpe", MARS) == (attendu, 1, 0)
    assert verite(monde, "acces_emploi_durable_6m_rpe", MARS) == (attendu, 1, 0)
