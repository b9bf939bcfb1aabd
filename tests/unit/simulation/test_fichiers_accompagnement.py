"""What the files of support, engagement, diagnoses, appointments and acts say, month after month, of one person."""

import json
from datetime import date, datetime

import polars as pl
import pytest

from pipelines.simulation.fichiers.accompagnement import EcrivainAccompagnement
from pipelines.simulation.fichiers.contrat_engagement import EcrivainContratEngagement
from pipelines.simulation.fichiers.diagnostic import EcrivainDiagnostic
from pipelines.simulation.fichiers.rendez_vous import EcrivainRendezVous
from pipelines.simulation.fichiers.rsa_contact import EcrivainRsaContact
from pipelines.simulation.fichiers.sanction import EcrivainSanction
from tests.unit.simulation.test_fichiers import Maison

ICI = {"personne": 1, "departement": "01"}


@pytest.fixture
def maison(tmp_path, monkeypatch) -> Maison:
    return Maison(tmp_path, monkeypatch)


def une(**colonnes) -> pl.DataFrame:
    return pl.DataFrame([ICI | colonnes])


def csv(maison: Maison, nom: str) -> list[dict[str, str]]:
    entete, *lignes = maison.lignes(f"{nom}.csv")
    return [dict(zip(entete.split(";"), ligne.split(";"), strict=True)) for ligne in lignes]


def jsonl(maison: Maison, nom: str) -> list[dict]:
    return [json.loads(ligne) for ligne in maison.lignes(f"{nom}.jsonl") if ligne]


def test_an_action_is_planned_before_it_is_done(maison):
    action = une(
        type_action="IMMERSION", operateur="FT", statut="REALISEE", prescription=date(2025, 3, 28), heures=35,
        date_debut=date(2025, 4, 9), date_fin=date(2025, 4, 18), siret="00000001800010",
    )  # fmt: skip
    maison.ecrire(EcrivainAccompagnement(), action=action)
    (mars,), (avril,) = csv(maison, "actions_01_2025-03"), csv(maison, "actions_01_2025-04")
    assert (mars["statut"], mars["heures_prevues"], mars["heures_realisees"]) == ("PREVUE", "35", "")
    assert (mars["date_extraction"], mars["date_debut"]) == ("2025-03-31", "2025-04-09")
    assert (avril["statut"], avril["heures_realisees"], avril["date_fin"]) == ("REALISEE", "35", "2025-04-18")
    assert csv(maison, "actions_01_2025-05") == csv(maison, "actions_02_2025-04") == []
    assert len(maison.relire("accompagnement")["action"]) == 2


def test_a_modality_spell_has_no_end_until_it_ends_and_a_review_no_outcome_until_it_is_done(maison):
    modalite = une(modalite="GUIDE", operateur="ML", date_debut=date(2024, 10, 7), date_fin=date(2025, 4, 1))
    corde = une(
        cause="AUTOMATIQUE", operateur="ML", creation=date(2025, 2, 3), date_echeance=date(2025, 5, 5),
        date_realisation=date(2025, 4, 28), issue="ENTRETIEN",
    )  # fmt: skip
    maison.ecrire(EcrivainAccompagnement(), modalite=modalite, corde_rappel=corde)
    (janvier,), (avril,) = csv(maison, "modalites_01_2025-01"), csv(maison, "modalites_01_2025-04")
    assert (janvier["date_debut"], janvier["date_fin"], avril["date_fin"]) == ("2024-10-07", "", "2025-04-01")
    (fevrier,), (avril,) = csv(maison, "cordes_rappel_01_2025-02"), csv(maison, "cordes_rappel_01_2025-04")
    assert (fevrier["date_echeance"], fevrier["date_realisation"], fevrier["issue"]) == ("2025-05-05", "", "")
    assert (avril["date_realisation"], avril["issue"]) == ("2025-04-28", "ENTRETIEN")
    assert len(list(maison.depot.rglob("cordes_rappel_*"))) == 6 * 101 - 5, "36 sends the first month only"
    maison.relire("accompagnement")


def test_a_contract_of_engagement_is_to_sign_signed_suspended_then_closed(maison):
    contrat = une(
        contrat="CE-1", rang=1, organisme="CD", creation=datetime(2025, 1, 31, 0, 5),
        signature=datetime(2025, 2, 28, 23, 40), suspension=datetime(2025, 4, 1, 0, 20),
        cloture=datetime(2025, 5, 31, 15), motif_cloture="EMPLOI", heures=15.0,
    )  # fmt: skip
    maison.ecrire(EcrivainContratEngagement(), contrat_engagement=contrat)
    etats = {mois: jsonl(maison, f"contrats_engagement_01_2025-{mois:02}") for mois in range(1, 7)}
    assert [[ligne["statut"] for ligne in lignes] for lignes in etats.values()] == [
        *(["A_SIGNER"], ["SIGNE"], []),
        *(["SUSPENDU"], ["CLOTURE"], []),
    ]
    assert (etats[4][0]["dateCloture"], etats[4][0]["motifCloture"]) == (None, None)
    assert (etats[5][0]["motifCloture"], etats[5][0]["heuresHebdomadaires"]) == ("EMPLOI", 15)
    maison.relire("contrat_engagement")


def test_instants_are_written_at_the_hour_of_paris_or_in_universal_time(maison):
    """00:20 in Paris in April is 22:20 the day before in universal time; half of the persons tell theirs so."""
    rendez_vous = pl.DataFrame(
        [
            {
                **ICI, "rendez_vous": f"RV-{rang:03}", "organisme": "FT", "motif": "ACC", "statut": "PRIS",
                "prise": date(2025, 4, 1), "quand": datetime(2025, 4, 1, 0, 20), "issue": "HONORE", "personne": rang,
            }
            for rang in range(1, 41)
        ]
    )  # fmt: skip
    personnes = pl.DataFrame({"personne": range(1, 41), "identifiantpe": [f"90000{rang:02}A001" for rang in range(40)]})
    maison.ecrire(EcrivainRendezVous(), rendez_vous=rendez_vous, personne=personnes)
    dates = [ligne["date"] for ligne in jsonl(maison, "rendez_vous_01_2025-04")]
    assert set(dates) == {"2025-04-01T00:20:00.000", "2025-03-31T22:20:00.000Z"}
    maison.relire("rendez_vous")


def test_an_appointment_to_come_is_fixed_whatever_becomes_of_it(maison):
    rendez_vous = une(
        rendez_vous="RV-1", organisme="FT", motif="SUI", prise=date(2025, 3, 20), quand=datetime(2025, 4, 3, 9),
        statut="REPORTE",
    )  # fmt: skip
    maison.ecrire(EcrivainRendezVous(), rendez_vous=rendez_vous)
    (mars,), (avril,) = jsonl(maison, "rendez_vous_01_2025-03"), jsonl(maison, "rendez_vous_01_2025-04")
    assert (mars["statut"], avril["statut"], avril["issue"]) == ("PRIS", "REPORTE", None)
    maison.relire("rendez_vous")


def test_a_diagnosis_gains_constraints_and_loses_them(maison):
    """Two constraints: one known before, lifted on 2 April; one found in May. Another diagnosis has none."""
    diagnostic = pl.DataFrame(
        [ICI | {"date_diagnostic": date(2025, mois, 10), "operateur": "FT"} for mois in (2, 3)],
    )
    contrainte = pl.DataFrame(
        [
            ICI | {"date_diagnostic": date(2025, 2, 10), "nature": nature, "impact": "FORT"} | jours
            for nature, jours in (
                ("MOBILITE", {"date_detection": date(2025, 1, 21), "date_levee": date(2025, 4, 2)}),
                ("SANTE", {"date_detection": date(2025, 5, 6), "date_levee": None}),
            )
        ]
    )
    maison.ecrire(EcrivainDiagnostic(), diagnostic=diagnostic, contrainte=contrainte)
    etats = {mois: jsonl(maison, f"diagnostics_01_2025-{mois:02}") for mois in range(1, 7)}
    assert [len(lignes) for lignes in etats.values()] == [0, 1, 1, 1, 1, 0]
    assert etats[3][0]["contraintes"] == []
    vus = {
        mois: (
            [(une["nature"], une["dateLevee"]) for une in etats[mois][0]["contraintes"]],
            etats[mois][0]["dateMiseAJour"],
        )
        for mois in (2, 4, 5)
    }
    assert vus == {
        2: ([("MOBILITE", None)], None),
        4: ([("MOBILITE", "2025-04-02")], "2025-04-02"),
        5: ([("MOBILITE", "2025-04-02"), ("SANTE", None)], "2025-05-06"),
    }
    assert len(maison.relire("diagnostic")["contrainte"]) == 4


def test_an_act_is_told_in_the_month_of_its_effect(maison):
    acte = une(
        acte="AC-1", regime="DE", nature="REDUCTION", manquement="AUTRE", constat=date(2025, 3, 20),
        notification=date(2025, 3, 31), date_effet=date(2025, 4, 4), date_fin=date(2025, 5, 3), taux=30, duree_mois=1,
    )  # fmt: skip
    maison.ecrire(EcrivainSanction(), acte=acte)
    assert jsonl(maison, "actes_01_2025-03") == []
    (avril,) = jsonl(maison, "actes_01_2025-04")
    assert (avril["nature"], avril["dateEffet"], avril["taux"]) == ("REDUCTION", "2025-04-04", 30)
    assert avril["dateConstat"] == "2025-03-20T12:00:00.000"
    maison.relire("sanction")


def test_an_entry_into_duties_is_told_in_the_month_that_hears_of_it(maison):
    """Duties from 20 March and from last year: told in April, and in the first month; nothing in May."""
    foyer = {"numdemrsa": "D0000000010", "matricule": "000000001000007"}
    entrees = pl.DataFrame(
        [
            ICI | foyer
            | {
                "role": "CJT", "date_demande": None, "date_debut": date(2025, 3, 20), "annonce": date(2025, 4, 2),
                "personne": 2,
            },
            ICI | foyer
            | {
                "role": "DEM", "date_demande": date(2024, 9, 10), "date_debut": date(2024, 9, 2),
                "annonce": date(2025, 1, 1), "personne": 1,
            },
        ]
    )  # fmt: skip
    maison.ecrire(EcrivainRsaContact(), entree_devoirs=entrees)
    (janvier,), (avril,) = csv(maison, "contacts_01_2025-01-31"), csv(maison, "contacts_01_2025-04-30")
    assert (janvier["ROLE PERSONNE"], janvier["TYPE PERSONNE"], janvier["MATRICULE"]) == (
        *("DEMANDEUR", "MME"),
        "000000001000007",
    )
    assert (janvier["DATE DEMANDE RSA"], janvier["DATE DEBUT DROITS - DEVOIRS"]) == ("10/09/2024", "02/09/2024")
    assert (avril["ROLE PERSONNE"], avril["DATE DEMANDE RSA"], avril["DATE DEBUT DROITS - DEVOIRS"]) == (
        *("CONJOINT", ""),
        "20/03/2025",
    )
    assert csv(maison, "contacts_01_2025-05-31") == csv(maison, "contacts_02_2025-04-30") == []
    entrees = maison.relire("rsa_contact")["entree_devoirs"]
    assert sorted(entrees["DATE ENVOI"]) == ["2025-01-31", "2025-04-30"]


def test_a_control_has_no_outcome_until_it_is_closed(maison):
    controle = une(
        controle="CO-1", origine="CIBLE", ouverture=datetime(2025, 3, 20), cloture=datetime(2025, 5, 2, 0, 10),
        suite="SANCTION",
    )  # fmt: skip
    maison.ecrire(EcrivainSanction(), controle=controle)
    (mars,), (mai,) = jsonl(maison, "controles_01_2025-03"), jsonl(maison, "controles_01_2025-05")
    assert (mars["dateCloture"], mars["suite"], mai["suite"]) == (None, None, "SANCTION")
    assert jsonl(maison, "controles_01_2025-04") == jsonl(maison, "controles_02_2025-05") == []
    assert maison.relire("sanction")["controle"].height == 2
