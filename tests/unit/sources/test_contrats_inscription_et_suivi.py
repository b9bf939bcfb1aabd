"""Registration and support, as received: a right file and a wrong one of each kind, through the reader of its contract.

The files are in exemples/<source>/. What is wrong in a wrong one is said here, fault by fault, never in the file.
"""

from datetime import date

import polars as pl
import pytest

from pipelines.contracts import charger
from pipelines.identity import liens, personnes

JUSTES = [
    ("fichier_historique", "fh_de_2025-03-31.csv", 3),
    ("fichier_historique", "fh_e0_2025-03-31.csv", 2),
    ("informations_administratives", "informations_administratives_01_2025-06-30.json", 2),
    ("situation_mensuelle", "situations_01_2025-06.csv", 3),
    ("mission_locale", "mission_locale_11_2025-06.csv", 2),
    ("mission_locale", "mission_locale_31_2025-06.csv", 1),
    ("mission_locale", "mission_locale_66_2025-06.csv", 1),
    ("contrat_engagement", "contrats_engagement_01_2025-06.jsonl", 3),
    ("rendez_vous", "rendez_vous_01_2025-06.jsonl", 4),
    ("sanction", "sanctions_rsa_01_2025-06.jsonl", 3),
    ("sanction", "controles_01_2025-06.jsonl", 2),
    ("sanction", "actes_01_2025-06.jsonl", 4),
    ("diagnostic", "diagnostics_01_2025-06.jsonl", 2),
    ("diagnostic_agrege", "diagnostics_agreges_2025-06_2025-07-15.csv", 2),
    ("accompagnement", "actions_01_2025-06.csv", 3),
    ("accompagnement", "modalites_01_2025-06.csv", 3),
    ("accompagnement", "cordes_rappel_01_2025-06.csv", 2),
]
# Any of these in the lake would be an identity let through: numbers, names, files, free text
IDENTITES = r"(?i)FICTIF|ESSAI|MODELE|BRUNO|DAVID|CHLO|PAUL|GA.L|RUE DE|99001|900000|900001|ML9000|-9000"


def posee(frame: pl.DataFrame, rang: int = 0) -> dict:
    """A landed row without what the door adds, nor links and persons: what its sender said."""
    pseudonymes = {nom for nom, type_ in frame.schema.items() if type_ == pl.Int64}
    ajoutees = {"fichier", "date_reception", "emetteur", "methode_appariement"}
    return {nom: v for nom, v in frame.row(rang, named=True).items() if nom not in pseudonymes | ajoutees}


@pytest.mark.parametrize(("source", "nom", "unites"), JUSTES)
def test_a_right_file_is_accepted_whole_and_no_identity_lands(poser, source, nom, unites):
    pose = poser(source, nom)
    comptes = pose.comptes.row(0, named=True)
    assert (comptes["unites_recues"], comptes["acceptees"], comptes["quarantaine"]) == (unites, unites, 0)
    for entite in charger(source).entites.values():
        frame = pose.entites[entite.nom]
        directes = {
            c.recu for c in entite.colonnes if c.classe == "identite" and c.atterrit == c.recu and not c.passage
        }
        assert not directes & set(frame.columns)
        textes = frame.drop("fichier").select(pl.col(pl.String)).unpivot()["value"]
        assert textes.filter(textes.str.contains(IDENTITES)).to_list() == []


# -- What lands, by hand


def test_a_past_request_for_work_of_the_fichier_historique(poser, cles):
    demandes = poser("fichier_historique", "fh_de_2025-03-31.csv").entites["demande"]
    assert posee(demandes) == {
        "region_extraction": "84",
        "ndem": 1,
        "date_inscription": date(2023, 9, 4),
        "motif_inscription": "6",
        "date_cessation": date(2024, 2, 29),
        "motif_cessation": "01",
        "categorie_regroupement": "1",
        "sexe": "1",
        "naissance_mois": date(1995, 11, 1),
        "qualification": "4",
        "niveau_formation": "NV5",
        "diplome_obtenu": True,
        "commune": "01053",
        "rome": "K2204",
        "date_extraction": date(2025, 3, 31),
    }
    # The same person, with the key of the NIR on the first line and without it on the second
    bruno, david = personnes(pl.Series(["nir:1951199001002", "nir:1680299001004"]), cles)["personne_id"]
    assert demandes["personne_id"].to_list() == [bruno, bruno, david]


def test_reduced_activity_under_lower_case_headers(poser):
    """A version of the extraction names its variables in lower case: read through correspondances/."""
    heures = poser("fichier_historique", "fh_e0_2025-03-31.csv").entites["activite_reduite"]
    assert heures.select("mois", "heures", "date_extraction").rows() == [
        (date(2023, 10, 1), 52.5, date(2025, 3, 31)),
        (date(2024, 11, 1), 110.0, date(2025, 3, 31)),
    ]


def test_an_administrative_answer_is_dated_by_its_extraction_and_keeps_the_address_out(poser, cles):
    pose = poser("informations_administratives", "informations_administratives_01_2025-06-30.json")
    inscrits, adresses = pose.entites["inscrit"], pose.entites["adresse"]
    assert posee(inscrits) == {
        "naissance_mois": date(1995, 11, 1),
        "sexe": "1",
        "date_extraction": date(2025, 6, 30),
    }
    assert inscrits["methode_appariement"].to_list() == ["nir", "etat_civil"]
    bruno, chloe = personnes(pl.Series(["nir:1951199001002", "etat_civil:ESSAI|CHLOE|20010708|2"]), cles)["personne_id"]
    assert inscrits["personne_id"].to_list() == [bruno, chloe]
    assert adresses.select("commune", "qpv", "date_extraction").rows() == [
        ("01053", "O", date(2025, 6, 30)),
        ("69123", None, date(2025, 6, 30)),
    ]
    assert adresses["numero_ft"].unique().to_list() == liens(pl.Series(["9000001A001"]), "numero_ft", cles).to_list()


def test_the_situation_at_the_end_of_a_month(poser):
    situations = poser("situation_mensuelle", "situations_01_2025-06.csv").entites["situation"]
    assert posee(situations) == {
        "mois": date(2025, 6, 1),
        "categorie": "B",
        "commune": "01053",
        "boeth": True,
        "qpv": "O",
        "niveau_formation": "NV5",
        "diplome_obtenu": True,
        "operateur": "FT",
        "parcours": "PED",
        "modalite": "GUIDE",
        "actualise": True,
        "heures": 42.5,
        "date_extraction": date(2025, 7, 15),
    }
    # YYYY is how France Travail writes that there is none
    assert situations["operateur"].to_list() == ["FT", None, "ML"]


def test_three_missions_locales_write_the_same_thing_three_ways(poser, cles):
    """The contract's names; commas and the names of an export; an ISO-8859-1 table with accents in its header."""
    noms = [f"mission_locale_{departement}_2025-06.csv" for departement in ("11", "31", "66")]
    suivis = poser("mission_locale", *noms).entites["accompagnement"]
    assert posee(suivis) == {
        "naissance_mois": date(2001, 7, 1),
        "sexe": "2",
        "structure": "11206S00",
        "commune": "11069",
        "niveau_formation": "NV4",
        "dispositif": "CEJ",
        "date_entree": date(2025, 2, 3),
        "date_sortie": None,
        "motif_sortie": None,
        "date_extraction": date(2025, 7, 5),
    }
    assert suivis.select("emetteur", "sexe", "structure", "dispositif", "date_entree", "motif_sortie").rows() == [
        ("11", "2", "11206S00", "CEJ", date(2025, 2, 3), None),
        ("11", "1", "11206S00", "PACEA", date(2025, 3, 17), "EMPLOI"),
        ("31", "2", "31101S00", "CEJ", date(2025, 6, 2), None),
        ("66", "1", "66101S00", "PACEA", date(2025, 1, 6), "FORMATION"),
    ]
    connus = ["nir:2010799001003", "etat_civil:FICTIF|PAUL|20060514|1", "etat_civil:ESSAI|CHLOE|20010708|2"]
    attendus = personnes(pl.Series([*connus, "etat_civil:FICTIF|GAEL|20041130|1"]), cles)["personne_id"]
    assert suivis["personne_id"].to_list() == attendus.to_list()
    assert suivis["methode_appariement"].to_list() == ["nir", "etat_civil", "etat_civil", "etat_civil"]


def test_a_contract_and_its_weeks(poser):
    pose = poser("contrat_engagement", "contrats_engagement_01_2025-06.jsonl")
    assert posee(pose.entites["contrat"]) == {
        "date_extraction": date(2025, 7, 4),
        "statut": "SIGNE",
        "rang": 1,
        "organisme": "FT",
        "date_creation_contrat": date(2025, 5, 12),
        "date_signature": date(2025, 5, 15),  # 22:30 in universal time is half past midnight in Paris
        "date_refus": None,
        "date_suspension": None,
        "date_cloture": None,
        "motif_cloture": None,
        "heures_prevues": 15.0,
    }
    # Without Z, 23:30 is in Paris already
    assert pose.entites["contrat"]["date_refus"].to_list() == [None, date(2025, 6, 5), None]
    semaines = pose.entites["semaine"]
    assert semaines.select("semaine", "heures_prevues", "heures_realisees").rows() == [
        (date(2025, 6, 2), 15.0, 12.5),
        (date(2025, 6, 9), 15.0, None),
    ]
    assert semaines["contrat_engagement"].to_list() == [pose.entites["contrat"]["contrat_engagement"][0]] * 2


def test_an_appointment_is_of_its_day_in_paris(poser):
    rendez_vous = poser("rendez_vous", "rendez_vous_01_2025-06.jsonl").entites["rendez_vous"]
    assert posee(rendez_vous) == {
        "date_extraction": date(2025, 7, 4),
        "organisme": "FT",
        "motif_rendez_vous": "DIA",
        "date_rendez_vous": date(2025, 7, 1),
        "modalite_contact": "PHYSIQUE",
        "type_reception": "IND",
        "statut": "PRIS",
        "issue": "HONORE",
    }
    assert rendez_vous.select("date_rendez_vous", "type_reception", "issue").rows()[1:3] == [
        (date(2025, 6, 30), None, "MOTIF_LEGITIME"),
        (date(2025, 7, 21), "COL", None),
    ]


def test_a_sanction_of_the_rsa_and_its_lifting(poser):
    evenements = poser("sanction", "sanctions_rsa_01_2025-06.jsonl").entites["evenement_rsa"]
    assert posee(evenements, 1) == {
        "date_extraction": date(2025, 7, 4),
        "type_evenement": "VALID_SANCTION",
        "date_evenement": date(2025, 5, 31),
        "nature_manquement": "ABSENCE_RENDEZ_VOUS",
        "rang_manquement": 1,
        "type_sanction": "SUSPENSION",
        "taux": 30,
        "duree_mois": 2,
        "date_effet": date(2025, 6, 1),
    }
    assert posee(evenements, 2)["date_evenement"] == date(2025, 6, 17)
    assert posee(evenements, 2)["nature_manquement"] is None
    assert evenements["sanction"].n_unique() == 1


def test_controls_and_the_acts_outside_the_rsa(poser):
    pose = poser("sanction", "controles_01_2025-06.jsonl", "actes_01_2025-06.jsonl")
    assert posee(pose.entites["controle"]) == {
        "date_extraction": date(2025, 7, 4),
        "origine": "ALEATOIRE",
        "date_ouverture": date(2025, 5, 5),
        "date_cloture": date(2025, 6, 12),
        "suite_donnee": "SANS_SUITE",
    }
    assert posee(pose.entites["acte"], 1) == {
        "date_extraction": date(2025, 7, 4),
        "regime": "DE",
        "nature_acte": "RADIATION",
        "nature_manquement": "RECHERCHE_INSUFFISANTE",
        "rang_manquement": 1,
        "date_constat": date(2025, 5, 20),
        "date_notification": date(2025, 6, 10),
        "date_effet": date(2025, 6, 12),
        "date_fin": date(2025, 7, 11),
        "taux": None,
        "duree_mois": 1,
    }
    assert pose.entites["acte"]["nature_acte"].to_list() == ["MANQUEMENT", "RADIATION", "REDUCTION", "REPRISE"]
    assert pose.entites["evenement_rsa"].is_empty()


def test_a_diagnosis_and_its_constraints(poser):
    pose = poser("diagnostic", "diagnostics_01_2025-06.jsonl")
    assert posee(pose.entites["diagnostic"]) == {
        "date_extraction": date(2025, 7, 4),
        "date_diagnostic": date(2025, 3, 10),
        "date_mise_a_jour": date(2025, 6, 2),
        "operateur": "FT",
    }
    assert pose.entites["contrainte"].select("contrainte", "impact", "date_detection", "date_levee").rows() == [
        ("MOBILITE", "FORT", date(2025, 3, 10), date(2025, 6, 2)),
        ("SANTE", "FAIBLE", date(2025, 6, 2), None),
    ]


def test_aggregated_diagnoses_never_land_as_a_local_committee(poser):
    """The extract numbers committees otherwise than the table in force: its code has a name of its own."""
    effectifs = poser("diagnostic_agrege", "diagnostics_agreges_2025-06_2025-07-15.csv").entites["effectif"]
    premier = effectifs.row(0, named=True)
    attendus = {
        "mois": date(2025, 6, 1),
        "territoire_357": "CLPE01001",
        "categorie": "A",
        "qpv": "N",
        "rsa_declare": True,
        "sexe": "2",  # F as received
        "inscrits": 14,
        "diagnostics": 11,
        "contrainte_mobilite": 9,
        "impact_mobilite": "FORT",
        "contrainte_familiale": 5,
        "impact_familiale": "MOYEN",
        "contrainte_numerique": None,
        "date_extraction": date(2025, 7, 15),
    }
    assert {nom: premier[nom] for nom in attendus} == attendus
    assert not {"commune", "comite_code", "local"} & set(effectifs.columns)


def test_actions_modalities_and_reviews_come_in_files_of_their_own(poser):
    pose = poser("accompagnement", *(nom for source, nom, _ in JUSTES if source == "accompagnement"))
    assert posee(pose.entites["action"], 1) == {
        "type_action": "IMMERSION",
        "operateur": "ML",
        "statut": "REALISEE",
        "date_debut": date(2025, 6, 16),
        "date_fin": date(2025, 6, 27),
        "heures_prevues": 70.0,
        "heures_realisees": 63.5,
        "siret": "00000004200018",
        "date_extraction": date(2025, 7, 4),
    }
    assert pose.entites["modalite"].select("modalite", "operateur", "date_debut", "date_fin").rows() == [
        ("AUTONOME", "FT", date(2025, 3, 17), date(2025, 6, 1)),
        ("RENFORCE", "FT", date(2025, 6, 2), None),
        ("INTENSIF", "ML", date(2025, 2, 3), None),
    ]
    assert posee(pose.entites["corde_rappel"]) == {
        "date_echeance": date(2025, 6, 17),
        "date_realisation": date(2025, 6, 20),
        "cause": "AUTOMATIQUE",
        "issue": "CHANGEMENT_MODALITE",
        "operateur": "FT",
        "date_extraction": date(2025, 7, 4),
    }


def test_one_person_has_one_link_in_all_files_of_support(poser, cles):
    """The numéro France Travail of the first row of each file is the same: so is what stands for it in the lake."""
    (attendu,) = liens(pl.Series(["9000001A001"]), "numero_ft", cles)
    for source, nom, entite in (
        ("situation_mensuelle", "situations_01_2025-06.csv", "situation"),
        ("contrat_engagement", "contrats_engagement_01_2025-06.jsonl", "contrat"),
        ("rendez_vous", "rendez_vous_01_2025-06.jsonl", "rendez_vous"),
        ("sanction", "sanctions_rsa_01_2025-06.jsonl", "evenement_rsa"),
        ("diagnostic", "diagnostics_01_2025-06.jsonl", "contrainte"),
        ("accompagnement", "actions_01_2025-06.csv", "action"),
    ):
        assert poser(source, nom).entites[entite]["numero_ft"][0] == attendu, source


# -- What is refused, and why


def test_a_fichier_historique_without_nir_is_refused_with_the_reason(poser):
    pose = poser("fichier_historique", "fh_de_2025-03-31_sansNIR.csv")
    comptes = pose.comptes.row(0, named=True)
    assert (comptes["refus_fichier_regle"], comptes["unites_recues"], comptes["quarantaine"]) == (
        "colonne_absente",
        2,
        2,
    )
    assert "il manque à l'en-tête NIR." in comptes["refus_fichier_message"]
    assert "IDX du Fichier historique est recalculé à chaque extraction" in comptes["refus_fichier_message"]
    assert pose.entites["demande"].is_empty()


FAUTIFS = [
    pytest.param(
        ("fichier_historique", "fh_de_2025-03-31_fautif.csv"),
        (7, 0),
        [
            (2, "NIR", "nir_invalide"),  # born in month 13
            (3, "NIR", "valeur_absente"),
            (4, "CATREGR", "code_inconnu"),  # 6
            (4, "DATNAIS", "date_illisible"),  # 31 February
            (4, "MOTINS", "code_inconnu"),  # L
            (5, None, "annulation_apres_inscription"),  # left in July 2023, registered in August
            (6, None, "inscription_apres_extraction"),  # registered the day after the extraction
            (7, "DEPCOM", "forme_inattendue"),  # the leading zero was lost
            (8, None, "annulation_motivee"),
        ],
        [],
        id="fichier historique, table de",
    ),
    pytest.param(
        ("fichier_historique", "fh_e0_2025-03-31_fautif.csv"),
        (4, 0),
        [
            (2, "MOIS", "date_illisible"),  # month 13
            (3, "NBHEUR", "nombre_illisible"),  # decimal comma
            (4, "NBHEUR", "hors_bornes"),  # more hours than a month has
            (5, None, "mois_apres_extraction"),
        ],
        [],
        id="fichier historique, table e0",
    ),
    pytest.param(
        ("informations_administratives", "informations_administratives_01_2025-06-30_fautif.json"),
        (4, 0),
        [
            (1, "numeroFranceTravail", "forme_inattendue"),  # 10 characters
            (2, "civilite", "code_inconnu"),  # MLLE
            (2, "codePostal", "forme_inattendue"),  # the leading zero was lost
            (2, "dateNaissance", "date_illisible"),  # JJ/MM/AAAA
            (2, "indicateurResidentQPV", "code_inconnu"),  # OUI
            (2, "nir", "nir_invalide"),  # wrong key
            (3, "nir", "identite_absente"),  # no NIR, and no first name for the second key
            (4, "numeroFranceTravail", "valeur_absente"),
        ],
        [],
        id="informations administratives",
    ),
    pytest.param(
        ("situation_mensuelle", "situations_01_2025-06_fautif.csv"),
        (7, 0),
        [
            (2, None, "fin_de_mois"),  # the 29th
            (3, "boeth", "code_inconnu"),  # oui
            (3, "categorie", "code_inconnu"),  # H
            (3, "modalite", "code_inconnu"),  # SUIVI
            (3, "niveau_formation", "code_inconnu"),  # NV6
            (3, "operateur", "code_inconnu"),  # PE
            (4, None, "categories_recentes"),  # F in December 2024
            (5, None, "heures_actualisees"),  # hours declared for a month nobody declared
            (6, None, "situation_avant_extraction"),
            (7, "heures", "hors_bornes"),  # more hours than a month has
            (8, "date_situation", "date_illisible"),  # JJ/MM/AAAA
        ],
        [],
        id="situation mensuelle",
    ),
    pytest.param(
        ("mission_locale", "mission_locale_11_2025-06_fautif.csv"),
        (8, 1),
        [
            (2, "dispositif", "code_inconnu"),  # the Garantie jeunes ended in 2022
            (2, "structure", "forme_inattendue"),  # one character short
            (3, "sexe", "code_inconnu"),  # H under the header of the contract
            (4, None, "sortie_apres_entree"),  # left the day before
            (5, None, "sortie_motivee"),
            (6, None, "entree_apres_extraction"),
            (7, "nir", "identite_absente"),  # no NIR, and no first name for the second key
            (9, "date_entree", "date_illisible"),  # AAAA-MM-JJ
        ],
        [(8, None, "age_a_l_entree")],  # 57 years old
        id="mission locale",
    ),
    pytest.param(
        ("contrat_engagement", "contrats_engagement_01_2025-06_fautif.jsonl"),
        (7, 1),
        [
            (1, None, "signature_datee"),
            (2, "dateCreation", "horodatage_illisible"),  # JJ/MM/AAAA HH:MM
            (2, "organisme", "code_inconnu"),  # POLE_EMPLOI
            (2, "rang", "hors_bornes"),  # 0
            (3, None, "refus_sans_signature"),  # both signed and refused
            (3, None, "signature_apres_creation"),  # signed the day before
            (4, None, "semaine_avant_extraction"),  # hours done in a week to come
            (4, None, "semaine_du_lundi"),  # a Tuesday
            (4, "heuresPrevues", "hors_bornes"),  # 150 a week
            (5, None, "cloture_datee"),
            (7, None, "json_illisible"),  # cut
        ],
        [(6, None, "heures_prevues")],
        id="contrat d'engagement",
    ),
    pytest.param(
        ("rendez_vous", "rendez_vous_01_2025-06_fautif.jsonl"),
        (5, 0),
        [
            (1, "numeroFranceTravail", "forme_inattendue"),  # a NIR in its place
            (2, "date", "horodatage_illisible"),  # 31 June
            (2, "issue", "code_inconnu"),  # VENU
            (2, "modaliteContact", "code_inconnu"),  # COURRIER: a letter is no appointment
            (2, "motif", "code_inconnu"),  # ORI
            (2, "statut", "code_inconnu"),  # TENU
            (3, None, "issue_apres_rendez_vous"),  # held, and to come
            (4, None, "annule_sans_issue"),  # cancelled, and missed
            (5, "dateExtraction", "valeur_absente"),
        ],
        [],
        id="rendez-vous",
    ),
    pytest.param(
        ("sanction", "sanctions_rsa_01_2025-06_fautif.jsonl"),
        (6, 0),
        [
            (1, None, "sanction_decidee"),  # decided, without saying what
            (2, "dureeValidee", "hors_bornes"),  # 13 months
            (2, "montantValide", "hors_bornes"),  # 130 %
            (2, "natureManquement", "code_inconnu"),  # RETARD
            (2, "typeSanctionValide", "code_inconnu"),  # AVERTISSEMENT is not one of the four acts
            (3, None, "sanction_datee"),
            (3, None, "taux_d_une_baisse"),
            (4, None, "sanction_sans_decision"),  # refused, and a radiation all the same
            (5, "typeEvenement", "code_inconnu"),  # SANCTION
            (6, None, "evenement_avant_extraction"),  # past midnight in Paris
        ],
        [(3, None, "duree_d_une_suspension")],
        id="sanctions du RSA",
    ),
    pytest.param(
        ("sanction", "controles_01_2025-06_fautif.jsonl"),
        (3, 0),
        [
            (1, "origine", "code_inconnu"),  # DELATION
            (2, None, "cloture_apres_ouverture"),
            (3, None, "suite_a_la_cloture"),
        ],
        [],
        id="contrôles",
    ),
    pytest.param(
        ("sanction", "actes_01_2025-06_fautif.jsonl"),
        (5, 0),
        [
            (1, None, "manquement_nomme"),
            (2, "regime", "code_inconnu"),  # RSA: those come in the file of the RSA
            (3, None, "acte_notifie"),
            (3, None, "fin_apres_effet"),  # ends the day before
            (4, None, "reduction_chiffree"),
            (5, "dateEffet", "date_illisible"),  # 31 June
            (5, "nature", "code_inconnu"),  # SUSPENSION REMOBILISATION
        ],
        [],
        id="actes hors RSA",
    ),
    pytest.param(
        ("diagnostic", "diagnostics_01_2025-06_fautif.jsonl"),
        (4, 0),
        [
            (1, "impact", "code_inconnu"),  # MODERE
            (1, "nature", "code_inconnu"),  # TRANSPORT
            (2, None, "detection_avant_extraction"),  # found the day after the extraction
            (2, None, "levee_apres_detection"),  # lifted before it was found
            (3, None, "diagnostic_avant_extraction"),
            (3, None, "mise_a_jour_apres_diagnostic"),
            (4, "contraintes", "liste_absente"),  # unknown is not none
        ],
        [],
        id="diagnostics",
    ),
    pytest.param(
        ("diagnostic_agrege", "diagnostics_agreges_2025-06_2025-07-15_fautif.csv"),
        (5, 0),
        [
            (2, None, "diagnostics_parmi_inscrits"),  # 14 diagnoses of 11 persons
            (3, "c_territoire_id", "forme_inattendue"),  # without CLPE
            (3, "categorie_statistique", "code_inconnu"),  # K
            (3, "sexe", "code_inconnu"),  # H
            (5, None, "contraintes_parmi_diagnostics"),  # 12 constraints of 11 diagnoses, after an empty line
            (6, "c_impactcontrainte_mobilite_id", "code_inconnu"),  # ELEVE
            (6, "contrainte_familiale", "nombre_illisible"),  # 5,0
            (6, "n_nbcontraintesactives", "hors_bornes"),  # nine of eight
            (7, None, "mois_annonce"),  # May in the file of June
        ],
        [],
        id="diagnostics agrégés",
    ),
    pytest.param(
        ("accompagnement", "actions_01_2025-06_fautif.csv"),
        (7, 1),
        [
            (2, "type_action", "code_inconnu"),  # a summons is no action
            (3, None, "fin_apres_debut"),
            (4, "siret", "forme_inattendue"),  # leading zeros lost
            (5, None, "immersion_bornee"),
            (6, None, "realisee_avant_extraction"),  # done, and to come
            (7, "heures_realisees", "nombre_illisible"),  # trois
            (7, "statut", "code_inconnu"),  # EFFECTUEE
        ],
        [(5, None, "immersion_situee"), (8, None, "immersion_situee")],
        id="actions",
    ),
    pytest.param(
        ("accompagnement", "modalites_01_2025-06_fautif.csv"),
        (5, 1),
        [
            (2, "modalite", "code_inconnu"),  # SUIVI, of before 2025
            (3, "operateur", "valeur_absente"),
            (4, None, "fin_apres_debut"),
            (5, None, "debut_avant_extraction"),
        ],
        [(6, None, "handicap_et_operateur")],
        id="modalités",
    ),
    pytest.param(
        ("accompagnement", "cordes_rappel_01_2025-06_fautif.csv"),
        (5, 0),
        [
            (2, None, "realisation_avec_issue"),  # done without outcome
            (3, None, "realisation_avec_issue"),  # outcome of what was not done
            (4, "cause", "code_inconnu"),  # RAPPEL
            (5, None, "realisation_avant_extraction"),
            (6, "date_echeance", "valeur_absente"),
        ],
        [],
        id="cordes de rappel",
    ),
]


@pytest.mark.parametrize(("fichier", "comptes", "refus", "remarques"), FAUTIFS)
def test_every_planted_fault_is_told_at_its_line_and_nothing_else(fautes, poser, fichier, *, comptes, refus, remarques):
    assert fautes(*fichier) == (refus, remarques)
    recues, acceptees = comptes
    pose = poser(*fichier).comptes.row(0, named=True)
    assert (pose["unites_recues"], pose["acceptees"], pose["quarantaine"]) == (recues, acceptees, recues - acceptees)


@pytest.mark.parametrize(
    ("fichier", "remarques"),
    [
        (("fichier_historique", "fh_de_2025-03-31.csv"), [(4, None, "motif_annulation_connu")]),  # CB
        (("rendez_vous", "rendez_vous_01_2025-06.jsonl"), [(4, None, "issue_connue")]),  # past, outcome unknown
        (("situation_mensuelle", "situations_01_2025-06.csv"), [(4, None, "categorie_et_heures")]),  # A with 12 hours
        (("mission_locale", "mission_locale_31_2025-06.csv"), [(None, None, "colonne_facultative_absente")]),
    ],
)
def test_what_is_odd_is_remarked_and_kept(fautes, fichier, remarques):
    assert fautes(*fichier) == ([], remarques)
