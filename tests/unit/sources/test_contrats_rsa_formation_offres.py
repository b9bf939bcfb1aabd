"""RSA, training, offers, surveys, plans and zones, as received: a right file and a wrong one of each kind.

The files are in exemples/<source>/. What is wrong in a wrong one is said here, fault by fault, never in the file.
"""

from datetime import date

import polars as pl
import pytest

from pipelines.contracts import charger, verifier
from pipelines.identity import liens, personnes

JUSTES = [
    ("rsa_contact", "contacts_01_2025-04-02.csv", 2),
    ("webrsa", "orientsstructs_01_2025-06-30.csv", 3),
    ("webrsa", "contratsinsertion_01_2025-06-30.csv", 2),
    ("agora", "agora_2025-09.csv", 3),
    ("offre_active", "offres_actives_2025-06-20.json", 3),
    ("poste", "postes_2025-06.csv", 3),
    ("embauche_declaree", "dpae_2025-06.csv", 3),
    ("enquete", "enquete_personnes_2025-06.csv", 2),
    ("enquete", "enquete_entreprises_2025-06.csv", 1),
    ("objectif", "objectifs_2025-03-15.csv", 1),
    ("plan_action", "actions_plan_2025-06-30.csv", 1),
    ("service_insertion", "structures_2025-06-30.json", 1),
    ("service_insertion", "structures_2025-06-30_version0.csv", 1),
    ("service_insertion", "services_2025-06-30.json", 1),
    ("service_insertion", "services_2025-06-30_version0.json", 1),
    ("bassin", "bassins_2026-01.csv", 2),
    ("zone_emploi", "zones_emploi_2026-01.csv", 2),
    ("catalogue_formation", "lheo_2025-06-30.xml", 1),
    ("catalogue_formation", "lheo_2025-06-30_version22.xml", 1),
]
# Names, numbers, mails and phones of the examples: in the lake, an identity let through
IDENTITES = r"(?i)FICTIF B|ESSAI|BRUNO|CHLO|DAVID|invalid|0100000000|1951199|1680299|9000000000[16]|9000001A"


@pytest.mark.parametrize(("source", "nom", "unites"), JUSTES)
def test_a_right_file_is_accepted_whole_and_no_identity_lands(poser, source, nom, unites):
    pose = poser(source, nom)
    comptes = pose.comptes.row(0, named=True)
    assert (comptes["unites_recues"], comptes["acceptees"], comptes["quarantaine"]) == (unites, unites, 0)
    for entite in charger(source).entites.values():
        textes = pose.entites[entite.nom].drop("fichier").select(pl.col(pl.String)).unpivot()["value"]
        assert textes.filter(textes.str.contains(IDENTITES)).to_list() == []


# (line, column, rule) of every fault, then of every remark that is not on the whole file
FAUTIFS = [
    (
        "rsa_contact",
        "contacts_01_2025-04-02_fautif.csv",
        [
            (2, "ROLE PERSONNE", "code_inconnu"),  # a child has no duties
            (3, None, "debut_apres_demande"),  # duties on 1 April, claim in May
            (4, "DATE DEBUT DROITS - DEVOIRS", "date_illisible"),  # 31 April
            (5, "NUMERO DEMANDE RSA", "valeur_absente"),
        ],
        [],
    ),
    (
        "webrsa",
        "orientsstructs_01_2025-06-30_fautif.csv",
        [
            (2, None, "validation_apres_proposition"),
            (3, None, "orientation_datee"),  # « Orienté », and no date
            (4, "nir", "nir_invalide"),  # month 13
            (5, "rgorient", "hors_bornes"),
            (5, "statut_orient", "code_inconnu"),  # without its accent
            (6, "nir", "identite_absente"),  # no NIR, and no first name for the second key
            (7, "origine", "code_inconnu"),
            (7, "typeorient", "code_inconnu"),  # a label no correspondence knows
        ],
        [],
    ),
    (
        "webrsa",
        "contratsinsertion_01_2025-06-30_fautif.csv",
        [
            (2, None, "fin_apres_debut"),
            (3, None, "validation_datee"),
            (4, "duree_engag", "nombre_illisible"),  # « six »
        ],
        [],
    ),
    (
        "agora",
        "agora_2025-09_fautif.csv",
        [
            (2, "evenement", "code_inconnu"),
            (3, None, "evenement_connu"),  # the day after the extraction
            (5, "commune_lieu", "forme_inattendue"),  # a spreadsheet ate the zero
            (5, "cpf_autonome", "valeur_absente"),
            (5, "formacode", "forme_inattendue"),
            (5, "niveau", "hors_bornes"),
            (6, None, "periode_dans_l_ordre"),
        ],
        [(4, None, "diplome_a_la_sortie"), (7, None, "cpf_autonome_et_type")],
    ),
    (
        "offre_active",
        "offres_actives_2025-06-20_fautif.json",
        [
            (1, "dateCreation", "horodatage_illisible"),  # no seconds
            (2, "nombrePostes", "hors_bornes"),
            (2, "typeContrat", "code_inconnu"),
            (3, "origine", "valeur_absente"),
        ],
        [],
    ),
    (
        "poste",
        "postes_2025-06_fautif.csv",
        [
            (2, None, "cloture_apres_depot"),
            (3, None, "validation_apres_depot"),
            (4, None, "sortie_datee"),  # withdrawn, and no date
            (5, None, "sortie_connue"),  # out the day after the extraction
            (6, "C_LBLTYPEOFFRENIV2", "code_inconnu"),
            (6, "C_TAILLE", "code_inconnu"),
            (6, "SIRET", "forme_inattendue"),
            (6, "rang_poste", "hors_bornes"),
        ],
        [],
    ),
    (
        "embauche_declaree",
        "dpae_2025-06_fautif.csv",
        [
            (2, "duree", "code_inconnu"),  # the two classes of before
            (2, "type_contrat", "code_inconnu"),
            (3, "declarations", "hors_bornes"),
            (4, "declarations", "nombre_illisible"),
            (4, "mois", "date_illisible"),
            (5, None, "duree_d_un_cdi"),
            (6, None, "mois_connu"),
        ],
        [],
    ),
    (
        "enquete",
        "enquete_personnes_2025-06_fautif.csv",
        [
            (2, None, "reponse_apres_envoi"),
            (3, None, "reponse_datee"),  # a date of answer, no answer
            (4, "echelle", "code_inconnu"),
            (4, "numero_france_travail", "forme_inattendue"),
            (4, "poids", "nombre_illisible"),  # decimal comma
            (5, None, "reponse_dans_l_echelle"),  # 5 of 4
            (6, "intitule", "trop_court"),  # « Q1 » is no question
        ],
        [],
    ),
    (
        "enquete",
        "enquete_entreprises_2025-06_fautif.csv",
        [(2, "reponse", "hors_bornes"), (3, None, "envoi_connu")],
        [],
    ),
    (
        "objectif",
        "objectifs_2025-03-15_fautif.csv",
        [
            (2, "territoire_niveau", "code_inconnu"),
            (3, None, "periode_dans_l_ordre"),
            (4, None, "cible_et_depart"),
            (5, "valeur_cible", "nombre_illisible"),  # « 60 % »
            (5, "valeur_initiale", "nombre_illisible"),
            (6, None, "dimension_et_modalite"),
        ],
        [],
    ),
    (
        "plan_action",
        "actions_plan_2025-06-30_fautif.csv",
        [(2, None, "echeance_apres_debut"), (3, None, "etapes_faites"), (4, None, "fin_datee")],
        [],
    ),
    (
        "service_insertion",
        "structures_2025-06-30_fautif.json",
        [
            (1, "longitude", "hors_bornes"),
            (1, "siret", "forme_inattendue"),
            (2, "date_maj", "date_illisible"),
            (2, "nom", "valeur_absente"),
            (3, "reseaux_porteurs", "forme_inattendue"),  # a label, not a list of codes
        ],
        [],
    ),
    (
        "service_insertion",
        "services_2025-06-30_fautif.json",
        [
            (1, "structure_id", "valeur_absente"),
            (1, "zone_diffusion_type", "code_inconnu"),
            (2, "nombre_semaines", "nombre_illisible"),
            (2, "thematiques", "forme_inattendue"),  # a sentence where a code is expected
            (2, "zone_eligibilite", "forme_inattendue"),
        ],
        [],
    ),
    (
        "bassin",
        "bassins_2026-01_fautif.csv",
        [
            (2, None, "zeros_de_tete"),  # 0101 without its zero
            (3, "commune", "forme_inattendue"),
            (4, "bassin_nom", "valeur_absente"),
            (5, "bassin_code", "forme_inattendue"),  # the letter O
        ],
        [],
    ),
    (
        "zone_emploi",
        "zones_emploi_2026-01_fautif.csv",
        [
            (2, None, "zeros_de_tete"),
            (3, "commune", "forme_inattendue"),
            (4, "zone_emploi_nom", "valeur_absente"),
            (5, "zone_emploi_code", "forme_inattendue"),
        ],
        [],
    ),
    (
        "catalogue_formation",
        "lheo_2025-06-30_fautif.xml",
        [
            (4, "code-FORMACODE", "forme_inattendue"),
            (10, None, "fin_apres_debut"),
            (24, "code-niveau-entree", "code_inconnu"),
            (24, "objectif-general-formation", "code_inconnu"),
            (31, "code-financeur", "forme_inattendue"),  # the dictionary ends at 20
            (31, "nb-places-financees", "nombre_illisible"),
            (36, "debut", "date_illisible"),  # 31 September
            (36, "etat-recrutement", "code_inconnu"),
        ],
        [],
    ),
]


@pytest.mark.parametrize(("source", "nom", "attendus", "remarques"), FAUTIFS, ids=[nom for _, nom, _, _ in FAUTIFS])
def test_a_wrong_file_is_told_fault_by_fault(fautes, source, nom, attendus, remarques):
    rejets, dites = fautes(source, nom)
    assert rejets == attendus
    assert [dite for dite in dites if dite[0]] == remarques


# -- What lands, by hand


def posee(frame: pl.DataFrame, rang: int = 0) -> dict:
    """A landed row without what the door adds, nor links and persons: what its sender said."""
    ajoutees = {nom for nom, type_ in frame.schema.items() if type_ == pl.Int64} | {"fichier", "date_reception"}
    return {nom: v for nom, v in frame.row(rang, named=True).items() if nom not in ajoutees}


def test_duties_start_on_a_day_and_lead_to_the_household(poser, cles):
    pose = poser("rsa_contact", "contacts_01_2025-04-02.csv").entites["entree_devoirs"]
    (dossier,) = liens(pl.Series(["90000000001"]), "dossier_rsa", cles)
    assert pose.select("role", "dossier", "date_demande", "date_debut_devoirs", "date_extraction").rows() == [
        (role, dossier, date(2025, 3, 12), date(2025, 4, 1), date(2025, 4, 2)) for role in ("DEMANDEUR", "CONJOINT")
    ]


def test_the_right_starts_with_the_month_of_the_claim(lire):
    """Claimed on 12 March, duties from 1 March: nothing to refuse."""
    lignes = (
        "MATRICULE;ROLE PERSONNE;NUMERO DEMANDE RSA;DATE DEMANDE RSA;DATE DEBUT DROITS - DEVOIRS",
        "9000001;DEMANDEUR;90000000001;12/03/2025;01/03/2025",
    )
    lecture, contrat = lire("rsa_contact", {"contacts_01_2025-03-14.csv": "\n".join(lignes)}), charger("rsa_contact")
    (entite,) = contrat.entites.values()
    assert verifier(lecture.entites[entite.nom], entite, contrat)[1].is_empty()


def test_an_orientation_of_webrsa_has_the_parcours_its_label_means(poser, cles):
    """The third person has no NIR: known by her civil state."""
    pose = poser("webrsa", "orientsstructs_01_2025-06-30.csv").entites["orientation"]
    assert posee(pose) == {
        "methode_appariement": "nir",
        "naissance_mois": date(1995, 11, 1),
        "sexe": "1",
        "parcours": "PSP",
        "structurereferente": "Maison des solidarités",
        "date_proposition": date(2025, 3, 20),
        "date_decision": date(2025, 4, 2),
        "statut": "Orienté",
        "rang": 1,
        "origine": "manuelle",
        "date_extraction": date(2025, 6, 30),
        "emetteur": "01",
    }
    bruno, chloe = personnes(pl.Series(["nir:1951199001002", "etat_civil:ESSAI|CHLOE|20010708|2"]), cles)["personne_id"]
    assert pose.select("personne_id", "methode_appariement", "parcours", "date_decision").rows() == [
        (bruno, "nir", "PSP", date(2025, 4, 2)),
        (bruno, "nir", "PED", None),
        (chloe, "etat_civil", "PSO", date(2025, 5, 19)),
    ]


def test_a_contract_of_webrsa(poser):
    pose = poser("webrsa", "contratsinsertion_01_2025-06-30.csv").entites["cer"]
    assert pose.select("date_debut", "date_fin", "rang", "duree_mois", "decision", "date_decision", "forme").rows() == [
        (date(2025, 4, 15), date(2025, 10, 14), 1, 6, "V", date(2025, 4, 22), "S"),
        (date(2025, 5, 1), date(2025, 7, 31), 2, 3, "E", None, "C"),
    ]


def test_an_entry_in_training_is_an_event_of_its_own(poser, cles):
    pose = poser("agora", "agora_2025-09.csv").entites["evenement"]
    assert posee(pose, 1) == {
        "session": "SE_900001",
        "evenement": "ENTREE",
        "date_evenement": date(2025, 9, 1),
        "type_formation": "AFC",
        "niveau_certification": 4,
        "financeur": "4",
        "cpf_autonome": False,
        "diplome_obtenu": None,
        "formacode": "42093",
        "date_debut_prevue": date(2025, 9, 1),
        "date_fin_prevue": date(2025, 12, 19),
        "heures_prevues": 560.0,
        "commune_lieu": "01053",
        "date_extraction": date(2025, 10, 5),
    }
    (numero,) = liens(pl.Series(["9000001A001"]), "numero_ft", cles)
    assert pose.select("evenement", "numero_ft", "cpf_autonome", "diplome_obtenu").rows() == [
        ("INSCRIPTION", numero, False, None),
        ("ENTREE", numero, False, None),
        ("SORTIE", None, True, True),
    ]


def test_an_active_offer_says_nothing_of_being_filled(poser):
    pose = poser("offre_active", "offres_actives_2025-06-20.json").entites["offre_active"]
    premiere = pose.select("date_depot", "commune", "rome", "type_contrat", "nombre_postes", "date_extraction").row(0)
    assert premiere == (date(2025, 6, 2), "01053", "K2204", "CDI", 2, date(2025, 6, 20))
    assert not {"date_cloture", "motif_cloture", "issue"} & set(pose.columns)


def test_each_post_has_a_fate_of_its_own(poser, cles):
    pose = poser("poste", "postes_2025-06.csv").entites["poste"]
    assert posee(pose) == {
        "rang": 1,
        "date_depot": date(2025, 6, 2),
        "date_validation": date(2025, 6, 3),
        "date_cloture": date(2025, 6, 20),
        "issue": "POURVU_RESEAU",
        "faute_de_candidats": None,
        "type_offre": "Emploi durable",
        "duree_jours": None,
        "rome": "K2204",
        "commune": "01053",
        "siret": "00000001800010",
        "taille_etablissement": "10 à 49 salariés",
        "cadre": False,
        "date_diagnostic": date(2025, 6, 10),
        "date_extraction": date(2025, 7, 5),
    }
    assert pose.select("rang", "issue", "date_cloture", "type_offre").rows() == [
        (1, "POURVU_RESEAU", date(2025, 6, 20), "Emploi durable"),
        (2, "EN_COURS", None, "Emploi durable"),
        (1, "SANS_SUITE", date(2025, 6, 30), None),  # « Valeurs absentes ou erronées » is no type
    ]
    une, autre = liens(pl.Series(["900AAAA", "900AAAB"]), "offre", cles)
    assert pose["offre"].to_list() == [une, une, autre]
    assert pose["cle_enregistrement"].n_unique() == 2


def test_an_offer_is_the_same_in_the_three_files_that_tell_of_it(poser):
    actives = poser("offre_active", "offres_actives_2025-06-20.json").entites["offre_active"]
    postes = poser("poste", "postes_2025-06.csv").entites["poste"]
    communs = ["offre", "cle_enregistrement"]
    assert actives.select(communs).row(0) == postes.select(communs).row(0)


def test_hires_are_counts(poser):
    pose = poser("embauche_declaree", "dpae_2025-06.csv").entites["embauche"]
    assert pose.select("siret", "mois", "type_contrat", "classe_duree", "commune", "declarations").rows() == [
        ("00000001800010", date(2025, 6, 1), "CDI", "6_MOIS_ET_PLUS", "01053", 2),
        ("00000002600013", date(2025, 6, 1), "INTERIM", "MOINS_1_MOIS", "01283", 41),
        ("00000002600013", date(2025, 6, 1), "INTERIM", "1_A_6_MOIS", "01283", 6),
    ]


def test_an_unanswered_question_is_a_row_too(poser, cles):
    pose = poser("enquete", "enquete_personnes_2025-06.csv", "enquete_entreprises_2025-06.csv").entites
    personnes_ = pose["personne_interrogee"]
    assert posee(personnes_) == {
        "question": "satisfaction_suivi",
        "intitule": "Êtes-vous satisfait du suivi dont vous bénéficiez ?",
        "echelle": "4",
        "poids": 1.25,
        "commune": "01053",
        "date_envoi": date(2025, 5, 12),
        "date_reponse": date(2025, 5, 14),
        "date_extraction": date(2025, 7, 10),
        "reponse": 4,
    }
    assert personnes_.select("reponse", "date_reponse").row(1) == (None, None)
    assert (
        personnes_["numero_ft"].to_list()
        == liens(pl.Series(["9000001A001", "9000002B002"]), "numero_ft", cles).to_list()
    )
    entreprises = pose["entreprise_interrogee"].select("siret", "echelle", "reponse", "poids")
    assert entreprises.rows() == [("00000001800010", "10", 9, 1.0)]


def test_a_target_and_an_action_of_a_plan(poser):
    objectif = poser("objectif", "objectifs_2025-03-15.csv").entites["objectif"]
    assert posee(objectif) == {
        "indicateur": "part_orientes_30j",
        "territoire_niveau": "departement",
        "territoire_code": "01",
        "dimension": None,
        "modalite": None,
        "periode_debut": date(2025, 1, 1),
        "periode_fin": date(2025, 12, 31),
        "valeur_initiale": 0.42,
        "valeur_cible": 0.6,
        "auteur": "Comité départemental de l'Ain",
        "instrument": "Feuille de route 2025",
        "date_decision": date(2025, 3, 10),
    }
    action = poser("plan_action", "actions_plan_2025-06-30.csv").entites["action_de_plan"]
    assert posee(action) == {
        "action_plan": "A-01",
        "territoire_niveau": "local",
        "territoire_code": "CLPE01001",
        "theme": "Mobilité",
        "porteur": "Communauté de communes",
        "indicateur": "retour_emploi_6m",
        "date_debut": date(2025, 2, 1),
        "echeance": date(2025, 9, 30),
        "date_fin": None,
        "etapes": 4,
        "etapes_faites": 2,
        "statut": "EN_COURS",
        "date_mise_a_jour": date(2025, 6, 20),
    }


def test_services_of_both_versions_of_the_schema_land_under_the_same_names(poser):
    pose = poser("service_insertion", "services_2025-06-30.json", "services_2025-06-30_version0.json")
    assert pose.entites["service"].select("service", "structure", "type_service", "publics", "frais").rows() == [
        ("base--v1", "base--s1", "aide-financiere", '["jeunes","beneficiaires-des-minimas-sociaux"]', "gratuit"),
        ("base--v2", "base--s2", '["atelier"]', '["jeunes-16-26"]', '["gratuit"]'),
    ]
    zones = pose.entites["service"].select("zone_eligibilite", "zone_diffusion_code", "heures_par_semaine", "semaines")
    assert zones.rows() == [('["01"]', None, 1.5, 12), (None, "01", None, None)]


def test_structures_come_as_json_or_as_a_quoted_table(poser):
    pose = poser("service_insertion", "structures_2025-06-30.json", "structures_2025-06-30_version0.csv")
    structures = pose.entites["structure"].select(
        "structure", "nom", "siret", "typologie", "reseaux_porteurs", "commune"
    )
    assert structures.rows() == [
        ("base--s1", "Structure fictive", "00000001800010", None, '["mission-locale"]', "01053"),
        ("base--s2", "Centre social, fictif", None, "CS", None, "01283"),
    ]


@pytest.mark.parametrize(("source", "fichier"), [("bassin", "bassins"), ("zone_emploi", "zones_emploi")])
def test_codes_of_zones_keep_their_zeros_and_unknown_communes_are_remarked(poser, fautes, source, fichier):
    zones = poser(source, f"{fichier}_2026-01.csv").entites[source]
    noms = ["commune", f"{source}_code", f"{source}_nom"]
    assert zones.select(noms).rows() == [("01053", "0101", "Bourg-en-Bresse"), ("2A004", "9401", "Ajaccio")]
    _, remarques = fautes(source, f"{fichier}_2026-01_fautif.csv")
    assert remarques == [(None, None, "commune_inconnue")]  # 01999


# -- The catalogue of trainings


def test_a_formation_of_lheo_with_its_action_and_two_sessions(poser):
    pose = poser("catalogue_formation", "lheo_2025-06-30.xml").entites
    formation = pose["formation"].select("formation", "version_lheo", "formacode", "romes", "rncp", "siret")
    assert formation.rows() == [("FO_900001", "2.3", "42093", "K2204", "278", "00000004200018")]
    action = pose["action"].select("action", "commune_lieu", "heures_prevues", "financeurs", "places")
    assert action.rows() == [("AC_900001", "01053", 560.0, "4;2", 15)]
    assert pose["session"].select("session", "date_debut_prevue", "date_fin_prevue").rows() == [
        ("SE_900001", date(2025, 9, 1), date(2025, 12, 19)),
        ("SE_900002", date(2026, 2, 2), date(2026, 5, 29)),
    ]


def test_the_older_version_is_read_and_open_bounds_are_no_dates(poser):
    pose = poser("catalogue_formation", "lheo_2025-06-30_version22.xml").entites
    assert pose["formation"].select("version_lheo", "formacode").rows() == [("2.2", "42093;42056")]
    assert pose["session"].select("session", "date_debut_prevue", "date_fin_prevue").rows() == [
        ("SE_900003", None, None)
    ]


@pytest.mark.parametrize(
    ("texte", "regle"),
    [
        pytest.param("<lheo xmlns='http://exemple.invalid/9'><formation/></lheo>", "version_inconnue", id="version"),
        pytest.param("<autre><formation/></autre>", "version_inconnue", id="no_namespace"),
        pytest.param("<autre/>", "racine_inattendue", id="root"),
        pytest.param("<lheo><formation>", "xml_illisible", id="broken"),
        pytest.param('<!DOCTYPE lheo [<!ENTITY a "b">]><lheo><formation>&a;</formation></lheo>', "", id="doctype"),
    ],
)
def test_what_is_not_a_catalogue_is_refused(lire, texte, regle):
    lecture = lire("catalogue_formation", {"lheo_2025-06-30.xml": texte})
    assert lecture.fichiers["refus_fichier_regle"].to_list() == [regle or "doctype_interdit"]
    assert all(frame.is_empty() for frame in lecture.entites.values())


def test_an_empty_catalogue_is_read_and_said(lire):
    lecture = lire(
        "catalogue_formation", {"lheo_2025-06-30.xml": "<lheo xmlns='http://lheo.gouv.fr/2.3'><offres/></lheo>"}
    )
    assert lecture.fichiers.select("refus_fichier_regle", "unites_recues").row(0) == (None, 0)
    assert lecture.refus["regle"].to_list() == ["aucune_ligne"]
