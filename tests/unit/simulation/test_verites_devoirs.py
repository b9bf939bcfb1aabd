"""Truths of the orientation of persons who become subject to the duties of RSA, worked out by hand."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde, jour

MARS, AVRIL = "2024-03-01", "2024-04-01"


def soumise(debut: str = "2024-03-10", mois: str = MARS, **autres) -> Monde:
    """Registered since January, of a household in the flow of March, subject to duties from 10 March."""
    return Monde().inscrite("2024-01-05").droit(mois, **autres).devoirs(debut)


@pytest.mark.parametrize(
    ("decision", "sortie", "compte", "mediane"),
    [
        ("2024-03-10", None, 1, 0),  # that day
        ("2024-04-09", None, 1, 30),  # day 30
        ("2024-04-10", None, 0, 31),  # day 31
        ("2024-03-09", None, 1, 0),  # the day before, in force
        ("2024-02-01", "2024-03-11", 1, 0),  # left the day after
        ("2024-02-01", "2024-03-10", 0, None),  # left that day
        (None, None, 0, None),
    ],
)
def test_an_orientation_within_thirty_days_or_in_force(verite, decision, sortie, compte, mediane):
    monde = soumise()
    if decision:
        monde.orientation(decision, sortie=sortie)
    assert verite(monde, "part_orientes_rsa_30j", MARS) == (compte, 1, 0)
    assert verite(monde, "delai_orientation_rsa_median", MARS, part="mediane") == mediane


def test_an_orientation_left_before_the_duties_gives_way_to_the_next_one(verite):
    monde = soumise().orientation("2024-02-01", sortie="2024-03-10").orientation("2024-03-25")
    assert verite(monde, "part_orientes_rsa_30j", MARS) == (1, 1, 0)
    assert verite(monde, "delai_orientation_rsa_median", MARS, part="mediane") == 15


@pytest.mark.parametrize("refus", [{"etat_decision": "REFUSEE"}, {"statut": "PRECONISE", "etat_decision": None}])
def test_a_refusal_or_a_proposal_orients_nobody(verite, refus):
    assert verite(soumise().orientation("2024-03-12", **refus), "part_orientes_rsa_30j", MARS) == (0, 1, 0)


def test_who_is_not_registered_stays_in_the_denominator(verite):
    monde = soumise().personne(2).droit(MARS, numero=2).devoirs("2024-03-20", numero=2).orientation("2024-03-12")
    assert verite(monde, "part_orientes_rsa_30j", MARS) == (1, 2, 0)


def test_a_person_counts_once_a_month_from_her_first_day(verite):
    """Entries on 10 and 20 March: oriented on 15 April, day 36 of the first; another entry in April."""
    monde = soumise("2024-03-20").devoirs("2024-03-10").devoirs("2024-04-20").orientation("2024-04-15")
    assert verite(monde, "part_orientes_rsa_30j", MARS) == (0, 1, 0)
    assert verite(monde, "part_orientes_rsa_30j", AVRIL) == (1, 1, 0)


def test_the_person_is_the_one_the_latest_flow_names_for_the_file_and_the_role(verite):
    """The file of the household passes from person 1 to person 2 in May; her partner is person 3; X is nobody's."""
    monde = Monde().personne(1, "1958-01-10").personne(2, "2000-01-10").personne(3, "1970-01-10", "1")
    monde.droit(MARS).droit("2024-05-01", numero=2, numdemrsa="D1").droit(MARS, numero=2, numdemrsa="D9")
    monde.droit(MARS, numero=3, numdemrsa="D1", role="CJT")
    for role in ("DEM", "CJT"):
        monde.devoirs("2024-03-10", role=role)
    monde.devoirs("2024-03-10", numdemrsa="X1")
    assert verite(monde, "part_orientes_rsa_30j", MARS) == (0, 2, 0)
    ages = [
        verite(monde, "part_orientes_rsa_30j", MARS, dimension="tranche_age", modalite=band)
        for band in ("-26", "50-54", "55+")
    ]
    assert ages == [(0, 1, 0), (0, 1, 0), ABSENT]
    assert verite(monde, "part_orientes_rsa_30j", MARS, dimension="sexe", modalite="H") == (0, 1, 0)


@pytest.mark.parametrize(
    ("droits", "departement"),
    [
        ([(MARS, "01001")], "01"),
        ([("2024-02-01", "71002")], "71"),  # no longer in the flow of March
        ([(MARS, "01001"), ("2024-02-01", "71002"), (AVRIL, "71002")], "01"),
        ([(AVRIL, "01001")], None),  # not yet in it
        ([("2024-02-01", "71002"), (AVRIL, "01001")], "71"),
    ],
)
def test_the_place_is_that_of_the_flow_of_the_month_or_of_the_latest_before(verite, droits, departement):
    monde = Monde().personne()
    for mois, commune in droits:
        monde.droit(mois, commune=commune, departement=commune[:2], soumis=False, etat_dossier="5")
    monde.devoirs("2024-03-10")
    ou = {"territoire_niveau": "departement"}
    for code in ("01", "71"):
        attendu = (0, 1, 0) if code == departement else ABSENT
        assert verite(monde, "part_orientes_rsa_30j", MARS, territoire_code=code, **ou) == attendu


def test_in_two_flows_of_a_month_the_smallest_departement_says_the_place(verite):
    monde = Monde().personne().droit(MARS, commune="71002", departement="71", numdemrsa="D2").droit(MARS)
    monde.devoirs("2024-03-10", numdemrsa="D2")
    ou = {"territoire_niveau": "departement"}
    assert verite(monde, "part_orientes_rsa_30j", MARS, territoire_code="01", **ou) == (0, 1, 0)
    assert verite(monde, "part_orientes_rsa_30j", MARS, territoire_code="71", **ou) is ABSENT


def test_intercommunalities_are_not_told_who_is_under_rsa(verite):
    ou = {"periode_type": "glissant_12m", "territoire_niveau": "epci", "territoire_code": "200000001"}
    assert verite(soumise(), "part_orientes_rsa_30j", MARS, **ou) is ABSENT
    assert verite(
        soumise(), "part_orientes_rsa_30j", MARS, **ou | {"territoire_niveau": "departement", "territoire_code": "01"}
    ) == (0, 1, 0)


def test_thirty_days_must_have_passed(verite):
    """The world ends on 30 June 2026: those of May have had 30 days."""
    monde = Monde().personne().droit("2026-05-01").devoirs("2026-05-31").devoirs("2026-06-02")
    assert verite(monde, "part_orientes_rsa_30j", "2026-05-01") == (0, 1, 0)
    assert verite(monde, "part_orientes_rsa_30j", "2026-06-01") is ABSENT


@pytest.mark.parametrize(
    ("mois", "attendu"), [("2025-06-01", (0, 1, 0)), ("2025-07-01", ABSENT), ("2025-08-01", (0, 1, 0))]
)
def test_a_month_whose_contacts_never_came_is_not_told(verite, mois, attendu):
    """62 sends none for July 2025: an entry of June told then is not known, one of July told in August not kept."""
    ici = {"departement": "62", "commune": None}
    monde = Monde().personne().personne(2)
    for numero in (1, 2):
        for autre in ("2025-06-01", "2025-07-01", "2025-08-01"):
            monde.droit(autre, numero=numero, **ici)
    monde.devoirs("2025-06-10", departement="62").devoirs("2025-06-30", 2, "2025-07-02", departement="62")
    monde.devoirs("2025-07-10", 1, "2025-08-05", departement="62").devoirs("2025-08-10", departement="62")
    assert verite(monde, "part_orientes_rsa_30j", mois) == attendu


def test_the_flow_and_the_orientations_must_have_come_until_the_window_ends(verite):
    """58 sends no orientation from January 2026 on, 15 no RSA flow in October and November 2025."""
    monde = Monde()
    for rang, (debut, ou) in enumerate(
        [("2025-11-20", "58"), ("2025-12-05", "58"), ("2025-08-20", "15"), ("2025-09-20", "15")], start=1
    ):
        monde.personne(rang).droit(f"{debut[:7]}-01", rang, departement=ou, commune=None).devoirs(debut, rang)
    mois = ("2025-11-01", "2025-12-01", "2025-08-01", "2025-09-01")
    vus = [verite(monde, "part_orientes_rsa_30j", un) for un in mois]
    assert vus == [(0, 1, 0), ABSENT, (0, 1, 0), ABSENT]


CONVOQUES = "part_convoques_15j_rsa"


@pytest.mark.parametrize(
    ("quand", "autres", "num"),
    [
        ("2024-03-09", {}, 0),  # the day before
        ("2024-03-10T00:10", {}, 1),  # that day
        ("2024-03-25T23:50", {}, 1),  # day 15
        ("2024-03-26T00:10", {}, 0),  # day 16
        ("2024-03-15", {"issue": "ABSENT"}, 1),  # whatever its issue
        ("2024-03-15", {"issue": None}, 1),
        ("2024-03-15", {"motif": "DIA"}, 1),  # whatever its motive
        ("2024-03-15", {"statut": "REPORTE", "issue": None}, 0),
        ("2024-03-15", {"statut": "ANNULE", "issue": None}, 0),
    ],
)
def test_an_appointment_fixed_within_fifteen_days(verite, quand, autres, num):
    assert verite(soumise().rendez_vous(quand, **autres), CONVOQUES, MARS) == (num, 1, 0)


def test_a_second_appointment_may_be_the_one_that_counts(verite):
    """One before the duties, one put off, one on day 12; another person has none."""
    monde = soumise().rendez_vous("2024-03-01").rendez_vous("2024-03-12", None, statut="REPORTE")
    monde.rendez_vous("2024-03-22").personne(2).droit(MARS, numero=2).devoirs("2024-03-10", numero=2)
    assert verite(monde, CONVOQUES, MARS) == (1, 2, 0)
    assert verite(monde, CONVOQUES, MARS, territoire_niveau="departement", territoire_code="01") == (1, 2, 0)


def test_fifteen_days_must_have_passed(verite):
    """The world ends on 30 June 2026: those of 31 May have had fifteen days, those of June have not."""
    monde = Monde().personne().droit("2026-05-01").devoirs("2026-05-31").devoirs("2026-06-02")
    monde.rendez_vous("2026-06-15")
    assert verite(monde, CONVOQUES, "2026-05-01") == (1, 1, 0)
    assert verite(monde, CONVOQUES, "2026-06-01") is ABSENT


def test_an_appointment_announced_before_the_silence_stays_fixed(verite):
    """36 sends no appointment from April 2026 on: put off in April, one of 3 April is fixed as far as files tell; one
    that is not told by the end of March is not known. Her own département, 01, goes on."""
    ici = {"statut": "REPORTE", "issue": None, "departement": "36"}
    for prise, num in (("2026-03-31", 1), ("2026-04-01", 0)):
        monde = Monde().personne().droit("2026-03-01").devoirs("2026-03-20")
        monde.rendez_vous("2026-04-03", prise=jour(prise), **ici)
        assert verite(monde, CONVOQUES, "2026-03-01") == (num, 1, 0)


def test_a_silence_in_the_fifteen_days_leaves_the_entries_out(verite):
    monde = Monde().personne().personne(2)
    for numero, debut in ((1, "2026-02-20"), (2, "2026-03-02")):
        monde.droit(f"{debut[:7]}-01", numero, departement="36", commune=None).devoirs(debut, numero)
    assert verite(monde, CONVOQUES, "2026-02-01") == (0, 1, 0)
    assert verite(monde, CONVOQUES, "2026-03-01") is ABSENT
