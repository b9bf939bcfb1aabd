"""JSON lines: orientations (a person and its orientations) and offers (an offer and its posts)."""

import json

import pytest

ORIENTATIONS, OFFRES = "orientations_01_2025-03.jsonl", "offres_2025-03.jsonl"


def orientation(numero: str, *statuts: str, **en_plus: object) -> dict:
    orientations = [
        {"statut": statut, "parcours": "PSP", "decision": {"etat_decision": "ACCEPTEE", "date_decision": "2025-03-20"}}
        for statut in statuts
    ]
    return {"numeroFranceTravail": numero, "dateExtraction": "2025-04-05", "orientations": orientations, **en_plus}


def offre(identifiant: str, *statuts: str) -> dict:
    postes = [{"rang": rang, "statut": statut} for rang, statut in enumerate(statuts, 1)]
    return {
        "id": identifiant,
        "nombrePostes": len(postes),
        "lieuTravail": {"commune": "01053", "libelle": "x"},
        "entreprise": {"siret": "00000001800010"},
        "origineOffre": {"origine": "1"},
        "postes": postes,
    }


def lignes(*objets: dict | str) -> bytes:
    return "\n".join(o if isinstance(o, str) else json.dumps(o, ensure_ascii=False) for o in objets).encode() + b"\n"


def test_a_person_gives_one_row_per_orientation(lire):
    contenu = lignes(orientation("A", "DECIDE", "PRECONISE"), orientation("B", "DECIDE"))
    lecture = lire("orientation", {ORIENTATIONS: contenu})
    assert lecture.entites["orientation"].select("unite", "numeroFranceTravail", "statut", "date_decision").rows() == [
        (1, "A", "DECIDE", "2025-03-20"),
        (1, "A", "PRECONISE", "2025-03-20"),
        (2, "B", "DECIDE", "2025-03-20"),
    ]
    assert lecture.fichiers.select("emetteur", "unites_recues").row(0) == ("01", 2)


def test_the_answer_of_the_api_is_read_field_by_field(lire, exemple):
    orientations = json.loads(exemple("ft_lpe_lecture_orientation.json"))
    contenu = lignes({"numeroFranceTravail": "A", "dateExtraction": "2025-04-05", "orientations": orientations})
    frame = lire("orientation", {ORIENTATIONS: contenu}).entites["orientation"]
    premiere = frame.row(0, named=True)
    assert frame.height == len(orientations)
    assert (premiere["parcours"], premiere["organisme"], premiere["statut"]) == ("PSP", "CD", "DECIDE")
    assert (premiere["date_creation"], premiere["date_sortie_parcours"]) == ("2025-03-13T08:00:00.000", None)


def test_a_person_without_orientation_is_out_of_scope_and_one_without_list_is_refused(lire):
    sans_liste = {"numeroFranceTravail": "C", "dateExtraction": "2025-04-05"}
    lecture = lire("orientation", {ORIENTATIONS: lignes(orientation("A"), orientation("B", "DECIDE"), sans_liste)})
    assert lecture.entites["orientation"]["numeroFranceTravail"].to_list() == ["B"]
    assert lecture.fichiers.select("unites_recues", "hors_champ").row(0) == (3, 1)
    assert sorted(lecture.refus.select("unite", "regle", "gravite").rows()) == [
        (1, "sans_orientation", "avertissement"),
        (3, "liste_absente", "rejet"),
    ]


@pytest.mark.parametrize(
    ("ligne", "regle"),
    [('{"numeroFranceTravail": "B", "orient', "json_illisible"), ('["B"]', "objet_attendu"), ("42", "objet_attendu")],
)
def test_a_broken_line_is_refused_alone(lire, ligne, regle):
    contenu = lignes(orientation("A", "DECIDE"), ligne, "", orientation("C", "DECIDE"))
    lecture = lire("orientation", {ORIENTATIONS: contenu})
    assert lecture.entites["orientation"].select("unite", "numeroFranceTravail").rows() == [(1, "A"), (4, "C")]
    assert lecture.refus.select("unite", "ligne", "regle").rows() == [(2, 2, regle)]
    assert lecture.fichiers["unites_recues"].to_list() == [3]


def test_an_unknown_field_is_said_and_left_out(lire):
    lecture = lire("orientation", {ORIENTATIONS: lignes(orientation("A", "DECIDE", inattendu="x"))})
    assert lecture.refus["regle"].to_list() == ["champ_inconnu"]
    assert "inattendu" not in lecture.entites["orientation"].columns


def test_what_is_not_utf_8_refuses_the_file(lire):
    contenu = json.dumps(orientation("é", "DECIDE"), ensure_ascii=False).encode("latin-1")
    fichier = lire("orientation", {ORIENTATIONS: contenu}).fichiers.row(0, named=True)
    assert (fichier["refus_fichier_regle"], fichier["unites_recues"]) == ("encodage", 1)


def test_an_offer_gives_its_posts(lire):
    lecture = lire("offre", {OFFRES: lignes(offre("180A", "POURVU", "OUVERT"), offre("180B", "OUVERT"))})
    assert lecture.entites["offre"].select("id", "nombrePostes", "commune", "siret", "origine").rows() == [
        ("180A", "2", "01053", "00000001800010", "1"),
        ("180B", "1", "01053", "00000001800010", "1"),
    ]
    assert lecture.entites["poste"].select("unite", "id", "rang", "statut").rows() == [
        (1, "180A", "1", "POURVU"),
        (1, "180A", "2", "OUVERT"),
        (2, "180B", "1", "OUVERT"),
    ]
