"""Truths of the register, worked out by hand: who waits, who has been there long, who leaves, by which dimension."""

import pytest

from tests.unit.simulation.monde_ecrit import ABSENT, Monde

UN = (None, 1, 0)


def test_who_keeps_an_orientation_is_on_neither_side(verite):
    """One keeps an earlier one (and is oriented again that day), one is oriented on day 10, one never."""
    monde = Monde().inscrite("2024-03-15").orientation("2024-02-01").orientation("2024-03-15")
    monde.inscrite("2024-03-15", numero=2).orientation("2024-03-25", numero=2).inscrite("2024-03-15", numero=3)
    assert verite(monde, "part_orientes_30j", "2024-03-01") == (2, 3, 0)
    assert verite(monde, "part_orientes_30j_hors_reconduite", "2024-03-01") == (1, 2, 1)


def test_an_orientation_left_before_or_of_a_first_registration_is_not_kept(verite):
    monde = Monde().inscrite("2024-03-15").orientation("2024-02-01", sortie="2024-03-15")
    monde.inscrite("2024-03-15", numero=2, ndem=1).orientation("2024-02-01", numero=2)
    assert verite(monde, "part_orientes_30j_hors_reconduite", "2024-03-01") == (0, 2, 0)


@pytest.mark.parametrize(
    ("decision", "autres", "mars", "avril"),
    [
        (None, {"statut": "PRECONISE", "etat_decision": None}, UN, UN),
        ("2024-03-31", {}, ABSENT, ABSENT),  # the last day of March
        ("2024-04-01", {}, UN, ABSENT),  # the day after
        ("2024-03-20", {"etat_decision": "REFUSEE"}, UN, UN),
        ("2024-03-14", {}, ABSENT, ABSENT),  # from before, kept
        ("2024-03-14", {"sortie": "2024-03-16"}, ABSENT, ABSENT),  # kept on the first day, that is enough
        ("2024-03-14", {"sortie": "2024-03-15"}, UN, UN),
    ],
)
def test_who_waits_for_an_orientation(verite, decision, autres, mars, avril):
    monde = Monde().inscrite("2024-03-15").orientation(decision, **autres)
    assert verite(monde, "attente_orientation", "2024-03-01") == mars
    assert verite(monde, "attente_orientation", "2024-04-01") == avril


def test_the_wait_is_that_of_the_whole_journey(verite):
    """Oriented in February, gone from 10 to 20 March (10 days): still oriented. Gone 16 days: a new journey waits."""
    suite = Monde().inscrite("2024-02-01", "2024-03-10").inscrite("2024-03-20")
    suite.orientation("2024-02-15", sortie="2024-03-10")
    assert verite(suite, "attente_orientation", "2024-03-01") is ABSENT
    nouveau = Monde().inscrite("2024-02-01", "2024-03-10").inscrite("2024-03-26")
    nouveau.orientation("2024-02-15", sortie="2024-03-10")
    assert verite(nouveau, "attente_orientation", "2024-03-01") == UN
    partie = Monde().inscrite("2024-03-01", "2024-03-31")
    assert verite(partie, "attente_orientation", "2024-03-01") is ABSENT


@pytest.mark.parametrize(("t0", "attendu"), [("2024-03-01", ABSENT), ("2024-02-29", UN)])
def test_a_wait_is_long_after_thirty_days(verite, t0, attendu):
    """On 31 March, 1 March is 30 days ago and 29 February 31."""
    monde = Monde().inscrite(t0)
    assert verite(monde, "attente_orientation", "2024-03-01") == UN
    assert verite(monde, "attente_orientation_30j", "2024-03-01") == attendu


def test_nobody_is_said_to_wait_where_no_file_comes(verite):
    """58 sends no orientation from January 2026 on."""
    monde = Monde().inscrite("2025-10-10", commune="58001", departement="58")
    assert verite(monde, "attente_orientation", "2025-12-01") == UN
    assert verite(monde, "attente_orientation", "2026-01-01") is ABSENT
    assert verite(monde, "attente_orientation", "2025-01-01", periode_type="glissant_12m") == UN
    assert verite(monde, "inscrits_stock", "2026-01-01") == UN


@pytest.mark.parametrize(
    ("t0", "mois", "attendu"),
    [
        ("2024-03-31", "2025-03-01", 1),
        ("2024-04-01", "2025-03-01", 0),
        ("2024-02-29", "2025-02-01", 1),  # 29 February + 12 months is 28 February
    ],
)
def test_twelve_months_on_the_register(verite, t0, mois, attendu):
    assert verite(Monde().inscrite(t0, categorie="A"), "part_deld", mois) == (attendu, 1, 0)


def test_long_unemployment_is_read_in_the_category_in_force(verite):
    """D until 1 March 2025, C ten days later in the same journey; F and nothing do not count."""
    monde = Monde().inscrite("2024-01-10", "2025-03-01", categorie="D").inscrite("2025-03-11", categorie="C")
    monde.inscrite("2024-01-10", numero=2, categorie="F").inscrite("2024-01-10", numero=3, categorie=None)
    assert verite(monde, "part_deld", "2025-02-01") is ABSENT
    assert verite(monde, "part_deld", "2025-03-01") == (1, 1, 0)


@pytest.mark.parametrize(("retour", "mars"), [("2024-04-15", ABSENT), ("2024-04-16", UN)])
def test_a_journey_ends_when_nobody_comes_back_within_fifteen_days(verite, retour, mars):
    monde = Monde().inscrite("2024-02-01", "2024-03-31").inscrite(retour, "2024-05-10")
    assert verite(monde, "sorties", "2024-03-01") == mars
    assert verite(monde, "sorties", "2024-05-01") == UN


def test_an_exit_is_told_by_the_first_registration_and_the_age_of_the_last_day(verite):
    """Registered in 01 at 25, moved to 71, left at 26; a journey of the bulk arrival ends too."""
    monde = Monde().personne(naissance="1998-05-10").inscrite("2024-02-01", "2024-03-01", motif_cessation="06")
    monde.inscrite("2024-03-01", "2024-05-20", commune="71002", departement="71")
    ou = {"territoire_niveau": "departement", "territoire_code": "01"}
    assert verite(monde, "sorties", "2024-03-01") is ABSENT
    assert verite(monde, "sorties", "2024-05-01", **ou) == UN
    assert verite(monde, "sorties", "2024-05-01", dimension="tranche_age", modalite="26-34") == UN
    assert verite(Monde().inscrite("2025-01-01", "2025-02-10", code="9"), "sorties", "2025-02-01") == UN


def test_an_exit_waits_for_fifteen_days(verite):
    monde = Monde().inscrite("2026-01-10", "2026-05-31").inscrite("2026-01-10", "2026-06-10", numero=2)
    assert verite(monde, "sorties", "2026-05-01") == UN
    assert verite(monde, "sorties", "2026-06-01") is ABSENT


def test_a_person_struck_off_twice_in_a_month_counts_once_where_first(verite):
    """Struck off in 01 on the 4th, back within 15 days in 71, struck off again on the 30th, and in June."""
    monde = Monde().inscrite("2024-02-01", "2024-04-04", motif_cessation="10")
    monde.inscrite("2024-04-10", "2024-04-30", motif_cessation="10", commune="71002", departement="71")
    monde.inscrite("2024-05-10", "2024-06-05", motif_cessation="10", commune="71002", departement="71")
    monde.inscrite("2024-02-01", "2024-04-04", numero=2, motif_cessation="13")
    ou = {"territoire_niveau": "departement"}
    assert verite(monde, "radiations", "2024-04-01") == UN
    assert verite(monde, "radiations", "2024-04-01", territoire_code="01", **ou) == UN
    assert verite(monde, "radiations", "2024-04-01", territoire_code="71", **ou) is ABSENT
    assert verite(monde, "radiations", "2024-06-01", territoire_code="71", **ou) == UN


@pytest.mark.parametrize(
    ("code", "modalite"),
    [("AFS", "infra_cap"), ("C12", "infra_cap"), ("NV5", "cap"), ("NV4", "bac"), ("NV3", "bac2"), ("NV2", "bac3_plus"),
     ("NV1", "bac3_plus"), (None, "inconnu")],
)  # fmt: skip
def test_levels_of_education(verite, code, modalite):
    monde = Monde().inscrite("2024-03-15", niveau_formation=code)
    assert verite(monde, "entrees", "2024-03-01", dimension="niveau_formation", modalite=modalite) == UN


@pytest.mark.parametrize(("code", "modalite"), [("O", "en_qpv"), ("N", "hors_qpv"), (None, "inconnu")])
def test_priority_neighbourhoods(verite, code, modalite):
    monde = Monde().inscrite("2024-03-15", qpv=code)
    assert verite(monde, "part_orientes_30j", "2024-03-01", dimension="qpv", modalite=modalite) == (0, 1, 0)


def test_what_is_said_of_a_journey_is_what_its_first_registration_says(verite):
    monde = Monde().inscrite("2024-02-01", "2024-03-05", niveau_formation="NV5", qpv="O", boeth="O")
    monde.inscrite("2024-03-10", niveau_formation="NV1", qpv="N", boeth="N")
    for dimension, modalite in (("niveau_formation", "cap"), ("qpv", "en_qpv"), ("public", "boeth"), ("public", "qpv")):
        assert verite(monde, "inscrits_stock", "2024-03-01", dimension=dimension, modalite=modalite) == UN
    assert verite(monde, "inscrits_stock", "2024-03-01", dimension="qpv", modalite="hors_qpv") is ABSENT


RPE = "prioritaire_rpe"
TOUS = {"rsa", "boeth", "qpv", "moins_26", "moins_26_bac2", "infra_bac", "50_plus", "55_plus", RPE}


@pytest.mark.parametrize(
    ("naissance", "dits", "publics"),
    [
        ("1985-05-10", {"niveau_formation": "NV1", "diplome": "D"}, set()),
        (
            "2000-05-10",
            {"niveau_formation": "NV5", "boeth": "O"},
            {"moins_26", "moins_26_bac2", "infra_bac", "boeth", RPE},
        ),
        ("2000-05-10", {"niveau_formation": "NV4", "diplome": "D"}, {"moins_26", "moins_26_bac2", RPE}),
        ("2000-05-10", {"niveau_formation": "NV3", "diplome": "N"}, {"moins_26", "moins_26_bac2", RPE}),
        ("2000-05-10", {"niveau_formation": "NV3", "diplome": "D"}, {"moins_26"}),
        ("2000-05-10", {"niveau_formation": "NV3", "diplome": None}, {"moins_26"}),
        ("2000-05-10", {"niveau_formation": None, "diplome": "N"}, {"moins_26"}),
        ("1985-05-10", {"niveau_formation": "NV4", "diplome": "N", "qpv": "O"}, {"infra_bac", "qpv", RPE}),
        ("1985-05-10", {"niveau_formation": "NV4", "diplome": None}, set()),
        ("1985-05-10", {"niveau_formation": "CP4"}, {"infra_bac", RPE}),
        ("1985-05-10", {"niveau_formation": "NV1", "boeth": "O"}, {"boeth", RPE}),
        ("1974-03-31", {}, {"50_plus"}),  # 50 this month
        ("1974-04-01", {}, set()),  # next month
        ("1969-03-31", {}, {"50_plus", "55_plus", RPE}),
    ],
)
def test_a_person_counts_in_each_public_that_she_is_in(verite, naissance, dits, publics):
    monde = Monde().personne(naissance=naissance).inscrite("2024-03-15", **dits)
    vus = {nom for nom in TOUS if verite(monde, "entrees", "2024-03-01", dimension="public", modalite=nom) == UN}
    assert vus == publics
    assert verite(monde, "entrees", "2024-03-01") == UN


def test_the_publics_of_a_stock_are_those_of_the_month(verite):
    """25 until April, 26 from May on; subject to duties in May only."""
    monde = Monde().personne(naissance="1998-05-10").inscrite("2024-03-15").droit("2024-05-01")
    vus = {
        mois: [verite(monde, "inscrits_stock", mois, dimension="public", modalite=nom) for nom in ("moins_26", "rsa")]
        for mois in ("2024-04-01", "2024-05-01")
    }
    assert vus == {"2024-04-01": [UN, ABSENT], "2024-05-01": [ABSENT, UN]}


def test_every_indicator_by_public_counts_its_own_parts(verite):
    """Two young persons, one at work: 1 in 2 of the young, 1 in 1 of those with a disability."""
    monde = Monde().personne(1, "2000-05-10").personne(2, "2000-05-10")
    monde.inscrite("2024-03-15", boeth="O").inscrite("2024-03-15", numero=2).contrat("2024-04-02", nature="01")
    for indicateur in ("retour_emploi_6m", "emploi_durable_6m"):
        assert verite(monde, indicateur, "2024-03-01", dimension="public", modalite="moins_26") == (1, 2, 0)
        assert verite(monde, indicateur, "2024-03-01", dimension="public", modalite="boeth") == (1, 1, 0)


@pytest.mark.parametrize("indicateur", ["retour_emploi_6m", "entrees", "inscrits_stock"])
def test_crossings_are_told_from_the_departement_up(verite, indicateur):
    """A woman of 52 under RSA and a man of 52 who is not."""
    monde = Monde().personne(1, "1972-01-10", "2").personne(2, "1972-01-10", "1").droit("2024-03-01")
    monde.inscrite("2024-03-15").inscrite("2024-03-15", numero=2)
    un = (0, 1, 0) if indicateur == "retour_emploi_6m" else UN
    for dimension, modalite in (("sexe*tranche_age", "F*50-54"), ("rsa*tranche_age", "non_soumis*50-54")):
        vus = {
            niveau: verite(
                monde, indicateur, "2024-03-01", dimension=dimension, modalite=modalite,
                territoire_niveau=niveau, territoire_code=code,
            )
            for niveau, code in (("national", "FR"), ("region", "84"), ("departement", "01"), ("local", "CLPE01001"))
        }  # fmt: skip
        assert vus == {"national": un, "region": un, "departement": un, "local": ABSENT}
    assert verite(monde, indicateur, "2024-03-01", dimension="rsa*tranche_age", modalite="soumis*50-54") == un


@pytest.mark.parametrize(
    ("t0", "mois", "tranche"),
    [
        ("2024-03-31", "2024-03-01", "moins_6_mois"),
        ("2024-03-31", "2024-08-01", "moins_6_mois"),
        ("2024-03-31", "2024-09-01", "6_11_mois"),  # 31 March + 6 months is 30 September
        ("2024-04-01", "2024-09-01", "moins_6_mois"),
        ("2024-03-31", "2025-02-01", "6_11_mois"),
        ("2024-03-31", "2025-03-01", "12_23_mois"),
        ("2024-02-29", "2025-02-01", "12_23_mois"),  # clipped to 28 February
        ("2024-03-31", "2026-02-01", "12_23_mois"),
        ("2024-03-31", "2026-03-01", "24_mois_plus"),
        ("2010-03-31", "2026-03-01", "24_mois_plus"),
    ],
)
def test_a_stock_is_told_by_how_long_the_journey_has_lasted(verite, t0, mois, tranche):
    monde = Monde().inscrite(t0)
    for autre in ("moins_6_mois", "6_11_mois", "12_23_mois", "24_mois_plus"):
        attendu = UN if autre == tranche else ABSENT
        assert verite(monde, "inscrits_stock", mois, dimension="anciennete", modalite=autre) == attendu


def test_seniority_is_continuous_over_fifteen_days_and_not_over_sixteen(verite):
    ou = {"dimension": "anciennete", "modalite": "6_11_mois"}
    monde = Monde().inscrite("2024-01-10", "2024-06-10").inscrite("2024-06-25")
    assert verite(monde, "inscrits_stock", "2024-07-01", **ou) == UN
    monde = Monde().inscrite("2024-01-10", "2024-06-10").inscrite("2024-06-26")
    assert verite(monde, "inscrits_stock", "2024-07-01", **ou) is ABSENT


def test_a_stock_is_told_by_duties_and_operator_together(verite):
    """Under duties with the département; not under them, with none; not under them, with France Travail until May."""
    monde = Monde().inscrite("2024-03-15").droit("2024-04-01").modalite("2024-03-20", operateur="CD")
    monde.inscrite("2024-03-15", numero=2).inscrite("2024-03-15", numero=3)
    monde.modalite("2024-03-20", "2024-05-31", numero=3, operateur="FT")

    def vus(mois: str, **ou) -> dict:
        croises = ("soumis*CD", "non_soumis*CD", "non_soumis*sans", "non_soumis*FT")
        lire = {"dimension": "rsa*operateur"} | ou
        dits = {un: verite(monde, "inscrits_stock", mois, modalite=un, **lire) for un in croises}
        return {un: effectif[1] for un, effectif in dits.items() if effectif}

    assert vus("2024-04-01") == {"soumis*CD": 1, "non_soumis*sans": 1, "non_soumis*FT": 1}
    assert vus("2024-05-01") == {"non_soumis*CD": 1, "non_soumis*sans": 2}
    for niveau, code in (("local", "CLPE01001"), ("collectivite_rsa", "ENSEMBLE")):
        assert vus("2024-04-01", territoire_niveau=niveau, territoire_code=code) == {}
    an = {"periode_type": "glissant_12m", "territoire_niveau": "collectivite_rsa", "territoire_code": "ENSEMBLE"}
    assert vus("2024-01-01", **an) == {"non_soumis*CD": 1, "non_soumis*sans": 2}


def test_a_silent_departement_stays_in_the_stock_with_the_operator_last_told(verite):
    """36 sends no support file from January 2026 on: one spell goes on, one that would begin is not known."""
    ici = {"departement": "36", "commune": None}
    monde = Monde().inscrite("2025-11-10", **ici).inscrite("2025-11-10", numero=2, **ici)
    monde.modalite("2025-11-20", "2026-01-20", departement="36")
    monde.modalite("2026-01-10", numero=2, departement="36")
    for modalite in ("non_soumis*FT", "non_soumis*sans"):
        lire = {"dimension": "rsa*operateur", "modalite": modalite}
        assert verite(monde, "inscrits_stock", "2026-02-01", **lire) == UN
