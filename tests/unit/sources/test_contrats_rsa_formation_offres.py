"""RSA, training, offers, surveys, plans and zones, as received: a right file and a wrong one of each kind.

The files are in exemples/<source>/. What is wrong in a wrong one is said here, fault by fault, never in the file.
"""

from datetime import date

import polars as pl
import pytest

from pipelines.contracts import charger
from pipelines.identity import liens, personnes

JUSTES = [
    ("rsa_contact", "contacts_01_2025-04-02.csv", 2),
    ("webrsa", "orientsstructs_01_2025-06-30.csv", 2),
    ("webrsa", "contratsinsertion_01_2025-06-30.csv", 2),
    ("agora", "agora_2025-09.csv", 3),
    ("offre_active", "offres_actives_2025-06-20.json", 3),
    ("poste", "postes_2025-06.csv", 2),
    ("embauche_declaree", "dpae_2025-06.csv", 2),
    ("enquete", "enquete_personnes_2025-06.csv", 2),
    ("enquete", "enquete_entreprises_2025-06.csv", 1),
    ("objectif", "objectifs_2025-03-15.csv", 1),
    ("plan_action", "actions_plan_2025-06-30.csv", 1),
    ("service_insertion", "structures_2025-06-30.json", 1),
    ("service_insertion", "services_2025-06-30.json", 1),
    ("bassin", "bassins_2026-01.csv", 2),
    ("zone_emploi", "zones_emploi_2026-01.csv", 2),
    ("catalogue_formation", "lheo_2025-06-30.xml", 1),
    ("catalogue_formation", "lheo_2025-06-30_version22.xml", 1),
]
# Names, numbers, mails and phones of the examples: in the lake, an identity let through
IDENTITES = r"(?i)FICTIF B|BRUNO|CHLO|DAVID|invalid|0100000000|1951199|1680299|90000000001|9000001A"


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
            (3, None, "debut_apres_demande"),  # duties on 1 April, claim on 12 April
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
            (5, "niveau", "hors_bornes"),
        ],
        [(4, None, "diplome_a_la_sortie")],
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
            (6, "SIRET", "forme_inattendue"),
            (6, "rang_poste", "hors_bornes"),
        ],
        [],
    ),
    (
        "embauche_declaree",
        "dpae_2025-06_fautif.csv",
        [
            (2, "type_contrat", "code_inconnu"),
            (3, "declarations", "hors_bornes"),
            (4, "declarations", "nombre_illisible"),
            (4, "mois", "date_illisible"),
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
        ],
        [],
    ),
    ("enquete", "enquete_entreprises_2025-06_fautif.csv", [(2, "reponse", "hors_bornes")], []),
    (
        "objectif",
        "objectifs_2025-03-15_fautif.csv",
        [
            (2, "territoire_niveau", "code_inconnu"),
            (3, None, "periode_dans_l_ordre"),
            (4, None, "cible_et_depart"),
            (5, "valeur_cible", "nombre_illisible"),  # « 60 % »
            (5, "valeur_initiale", "nombre_illisible"),
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
        ],
        [],
    ),
    (
        "service_insertion",
        "services_2025-06-30_fautif.json",
        [(1, "structure_id", "valeur_absente"), (1, "zone_diffusion_type", "code_inconnu")],
        [],
    ),
    (
        "bassin",
        "bassins_2026-01_fautif.csv",
        [
            (2, "bassin_code", "forme_inattendue"),  # 0101 without its zero
            (3, "commune", "forme_inattendue"),
            (4, "bassin_nom", "valeur_absente"),
        ],
        [],
    ),
    (
        "zone_emploi",
        "zones_emploi_2026-01_fautif.csv",
        [
            (2, "zone_emploi_code", "forme_inattendue"),
            (3, "commune", "forme_inattendue"),
            (4, "zone_emploi_nom", "valeur_absente"),
        ],
        [],
    ),
    (
        "catalogue_formation",
        "lheo_2025-06-30_fautif.xml",
        [(4, "code-FORMACODE", "forme_inattendue"), (10, None, "fin_apres_debut")],
        [],
    ),
]


@pytest.mark.parametrize(("source", "nom", "attendus", "remarques"), FAUTIFS, ids=[nom for _, nom, _, _ in FAUTIFS])
def test_a_wrong_file_is_told_fault_by_fault(fautes, source, nom, attendus, remarques):
    rejets, dites = fautes(source, nom)
    assert rejets == attendus
    assert [dite for dite in dites if dite[0]] == remarques


# -- What lands, by hand


def test_duties_start_on_a_day_and_lead_to_the_household(poser, cles):
    pose = poser("rsa_contact", "contacts_01_2025-04-02.csv").entites["entree_devoirs"]
    (dossier,) = liens(pl.Series(["90000000001"]), "dossier_rsa", cles)
    assert pose.select("role", "dossier", "date_demande", "date_debut_devoirs", "date_extraction").rows() == [
        (role, dossier, date(2025, 3, 12), date(2025, 4, 1), date(2025, 4, 2)) for role in ("DEMANDEUR", "CONJOINT")
    ]


def test_an_orientation_of_webrsa_is_dated_by_its_validation(poser, cles):
    pose = poser("webrsa", "orientsstructs_01_2025-06-30.csv").entites["orientation"]
    (bruno,) = personnes(pl.Series(["nir:1951199001002"]), cles)["personne_id"]
    assert pose.select("personne_id", "statut", "date_proposition", "date_decision", "rang").rows() == [
        (bruno, "Orienté", date(2025, 3, 20), date(2025, 4, 2), 1),
        (bruno, "En attente", date(2025, 6, 10), None, 2),
    ]


def test_an_active_offer_says_nothing_of_being_filled(poser):
    pose = poser("offre_active", "offres_actives_2025-06-20.json").entites["offre_active"]
    premiere = pose.select("date_depot", "commune", "rome", "type_contrat", "nombre_postes", "date_extraction").row(0)
    assert premiere == (date(2025, 6, 2), "01053", "K2204", "CDI", 2, date(2025, 6, 20))
    assert not {"date_cloture", "motif_cloture", "issue"} & set(pose.columns)


def test_each_post_has_a_fate_of_its_own(poser):
    pose = poser("poste", "postes_2025-06.csv").entites["poste"]
    assert pose["offre"].n_unique() == 1
    assert pose.select("rang", "issue", "date_validation", "date_cloture").rows() == [
        (1, "POURVU_RESEAU", date(2025, 6, 3), date(2025, 6, 20)),
        (2, "EN_COURS", date(2025, 6, 3), None),
    ]


def test_codes_of_zones_keep_their_zeros(poser):
    zones = poser("zone_emploi", "zones_emploi_2026-01.csv").entites["zone_emploi"]
    assert zones.select("commune", "zone_emploi_code").rows() == [("01053", "0101"), ("2A004", "9401")]


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
