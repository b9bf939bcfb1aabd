"""The reader driven by the contract: formats, names given by files, missing and unknown columns, column mapping."""

import io
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.contracts import ContratRefuse, charger
from pipelines.sources import FichierRecu, Lecture, objets_json, toutes
from pipelines.sources.generique import Generique, LecteurAbsent, lire_selon_contrat

CONTRAT = """
apiVersion: v3.1.0
kind: DataContract
id: essai
name: essai
version: 1.0.0
status: active
customProperties:
  - {{property: emetteur, value: departement}}
  - {{property: cadence, value: {cadence}}}
  - {{property: lecture, value: {lecture}}}
  - {{property: nom_fichier, value: '{motif}'}}
schema:
{entites}
"""
MOTIF = r"^suivi(?:_(?P<departement>[0-9]{2}))?_(?P<mois>[0-9]{4}-[0-9]{2})(?:_[A-Za-z0-9]+)*\.[a-z]+$"
SUIVI = """
  - name: suivi
    customProperties: [{property: cle_metier, value: [numero]}]
    properties:
      - name: numero
        logicalType: string
        required: true
        classification: identite
        customProperties: [{property: si_absente, value: "Sans ce numéro, personne n'est reconnu."}]
      - name: debut
        logicalType: date
        required: true
        classification: ordinaire
        logicalTypeOptions: {format: '%d/%m/%Y'}
      - {name: heures, logicalType: integer, required: false, classification: ordinaire}
      - {name: vu, logicalType: timestamp, required: false, classification: ordinaire}
"""
DELIMITE = '{format: delimite, separateur: ";", encodage: utf-8, extensions: {parquet: parquet, json: json_liste}}'


@pytest.fixture
def lire(tmp_path: Path) -> Callable[..., Lecture]:
    """Read files given as name=content with a contract written for the case."""

    def _lire(fichiers: dict[str, bytes | str], entites: str = SUIVI, correspondance: str = "", **dits: str) -> Lecture:
        dossier = tmp_path / f"contrats{len(list(tmp_path.iterdir()))}"
        (dossier / "correspondances").mkdir(parents=True)
        dits = {"cadence": "mensuelle", "lecture": DELIMITE, "motif": MOTIF, **dits}
        (dossier / "essai.odcs.yaml").write_text(CONTRAT.format(entites=entites, **dits))
        if correspondance:
            (dossier / "correspondances" / "essai.yaml").write_text(correspondance)
        lot = []
        for nom, contenu in fichiers.items():
            octets = contenu.encode() if isinstance(contenu, str) else contenu
            (tmp_path / nom).write_bytes(octets)
            lot.append(FichierRecu(tmp_path / nom, "essai", date(2025, 7, 10), "0" * 64, len(octets)))
        return lire_selon_contrat(lot, charger("essai", dossier))

    return _lire


def lignes(lecture: Lecture, *colonnes: str, entite: str = "suivi") -> list[tuple]:
    return lecture.entites[entite].select(*colonnes).rows()


def messages(lecture: Lecture) -> list[tuple]:
    return lecture.refus.select("unite", "regle", "message").rows()


def en_parquet(colonnes: dict) -> bytes:
    tampon = io.BytesIO()
    pq.write_table(pa.table(colonnes), tampon)
    return tampon.getvalue()


# --- delimited -------------------------------------------------------------------------------------------------------


def test_optional_columns_may_be_missing_and_it_is_said(lire):
    lecture = lire({"suivi_01_2025-03.csv": "debut;numero\n03/03/2025;A\n"})
    assert lignes(lecture, "fichier", "ligne", "numero", "debut", "heures", "vu") == [
        (0, 2, "A", "03/03/2025", None, None)
    ]
    phrase = "suivi_01_2025-03.csv, ligne 1 : sans heures, vu, que le contrat permet d'omettre ; rien n'y est lu."
    assert messages(lecture) == [(None, "colonne_facultative_absente", phrase)]


def test_a_missing_column_is_refused_with_the_reason_of_the_contract(lire):
    lecture = lire({"suivi_01_2025-03.csv": "debut;heures;vu\n03/03/2025;1;\n"})
    refus = lecture.fichiers.row(0, named=True)
    assert (refus["refus_fichier_regle"], refus["unites_recues"]) == ("colonne_absente", 1)
    assert refus["refus_fichier_message"] == (
        "suivi_01_2025-03.csv, ligne 1 : il manque à l'en-tête numero. Le séparateur est « ; ». Ajoutez l'en-tête ou "
        "la colonne. Sans ce numéro, personne n'est reconnu."
    )


def test_unknown_columns_are_told_by_their_place(lire):
    lecture = lire({"suivi_01_2025-03.csv": "numero;debut;heures;vu;COMMENTAIRE;IDX\nA;03/03/2025;;;x;y\n"})
    assert messages(lecture) == [
        (None, "colonne_inconnue", "suivi_01_2025-03.csv, ligne 1 : colonnes que le contrat ne connaît pas, écartées : "
         "la 5e, la 6e.")
    ]  # fmt: skip


def test_codes_keep_their_leading_zeros(lire):
    lecture = lire({"suivi_01_2025-03.csv": "numero;debut\n00051;03/03/2025\n"})
    assert lignes(lecture, "numero") == [("00051",)]


GUILLEMETS = '{format: delimite, separateur: ",", encodage: utf-8, guillemets: true}'


def test_quoted_values_hold_separators_line_ends_and_doubled_marks(lire):
    texte = (
        'numero,debut,heures\r\n"A,1","03/03/2025",5\r\n"dit ""le grand""\nà deux lignes",04/03/2025,\r\nC,"",""\r\n'
    )
    lecture = lire({"suivi_01_2025-03.csv": texte}, lecture=GUILLEMETS)
    assert lignes(lecture, "ligne", "numero", "debut", "heures") == [
        (2, "A,1", "03/03/2025", "5"),
        (3, 'dit "le grand"\nà deux lignes', "04/03/2025", None),
        (5, "C", "", ""),
    ]
    assert lecture.fichiers["unites_recues"].to_list() == [3]


def test_a_badly_quoted_line_is_refused_alone_and_lines_keep_their_numbers(lire):
    texte = 'numero,debut,heures\nL"A"B,03/03/2025,1\n"B,1",03/03/2025,2\nC,03/03/2025\nD,03/03/2025,4\n'
    autre = 'numero,debut,heures\nZ,03/03/2025,1\n"Y"z,03/03/2025,1\n'
    lecture = lire({"suivi_01_2025-03.csv": texte, "suivi_02_2025-03.csv": autre}, lecture=GUILLEMETS)
    assert lignes(lecture, "fichier", "ligne", "numero", "heures") == [
        (0, 3, "B,1", "2"),
        (0, 5, "D", "4"),
        (1, 2, "Z", "1"),
    ]
    assert lecture.refus.filter(pl.col("unite").is_not_null()).select("fichier", "unite", "regle").rows() == [
        (0, 2, "guillemet_mal_place"),
        (0, 4, "nombre_de_colonnes"),
        (1, 3, "guillemet_mal_place"),
    ]
    assert lecture.fichiers["unites_recues"].to_list() == [4, 2]


def test_a_quotation_mark_never_closed_refuses_the_file(lire):
    lecture = lire(
        {"suivi_01_2025-03.csv": 'numero,debut,heures\n"A,03/03/2025,1\nB,03/03/2025,2\n'}, lecture=GUILLEMETS
    )
    fichier = lecture.fichiers.row(0, named=True)
    assert (fichier["refus_fichier_regle"], fichier["unites_recues"]) == ("guillemet_ouvert", 2)


# --- names of files --------------------------------------------------------------------------------------------------

DATE_DU_NOM = """
  - name: suivi
    properties:
      - {name: numero, logicalType: string, required: true, classification: identite}
      - name: extrait
        logicalType: date
        required: true
        classification: ordinaire
        logicalTypeOptions: {format: '%d/%m/%Y'}
        customProperties: [{property: du_nom, value: jour}]
      - name: territoire
        logicalType: string
        required: false
        classification: ordinaire
        customProperties: [{property: du_nom, value: departement}]
"""
MOTIF_JOUR = r"^suivi(?:_(?P<departement>[0-9]{2}))?_(?P<jour>[0-9]{4}-[0-9]{2}-[0-9]{2})\.[a-z]+$"


def test_a_column_may_come_from_the_name_of_the_file(lire):
    fichiers = {"suivi_01_2025-04-05.csv": "numero\nA\n", "suivi_2025-04-06.csv": "numero\nB\n"}
    lecture = lire(fichiers, DATE_DU_NOM, motif=MOTIF_JOUR)
    assert lignes(lecture, "numero", "extrait", "territoire") == [("A", "05/04/2025", "01"), ("B", "06/04/2025", None)]
    assert lecture.fichiers.select("emetteur", "mois").rows() == [("01", date(2025, 4, 1)), ("FR", date(2025, 4, 1))]


def test_a_day_that_does_not_exist_refuses_the_name(lire):
    lecture = lire({"suivi_01_2025-02-30.csv": "numero\nA\n"}, DATE_DU_NOM, motif=MOTIF_JOUR)
    assert lecture.fichiers["refus_fichier_regle"].to_list() == ["nom_inattendu"]


@pytest.mark.parametrize(("cadence", "regle"), [("irreguliere", None), ("mensuelle", "nom_inattendu")])
def test_only_an_irregular_source_may_say_no_month(lire, cadence, regle):
    sans_date = "  - {name: table, properties: [{name: code, logicalType: string, classification: ordinaire}]}"
    lecture = lire({"table.csv": "code\n01\n"}, sans_date, cadence=cadence, motif=r"^table\.csv$")
    assert lecture.fichiers.select("mois", "refus_fichier_regle").rows() == [(None, regle)]


def test_the_suffix_of_a_compression_is_no_part_of_the_name():
    contrat = charger("formation")
    attendu = ("formation", {"mois": "2025-03"})
    for nom in ("stagiaires_2025-03.csv", "stagiaires_2025-03.csv.gz", "envoi.zip/mars/stagiaires_2025-03.csv.zst"):
        assert contrat.dit_par_le_nom(nom) == attendu
    assert contrat.dit_par_le_nom("stagiaires_2025-03.zip") is None


# --- several formats in a lot ----------------------------------------------------------------------------------------


def test_a_lot_mixes_formats_by_extension(lire):
    ligne = {"numero": "B", "debut": "04/03/2025", "heures": 7, "vu": None}
    lecture = lire(
        {
            "suivi_01_2025-03.csv": "numero;debut;heures;vu\nA;03/03/2025;5;\n",
            "suivi_02_2025-03.json": json.dumps([ligne]),
            "suivi_03_2025-03.parquet": en_parquet({"numero": ["C"], "debut": [date(2025, 3, 5)]}),
        }
    )
    assert lignes(lecture, "fichier", "unite", "numero", "debut", "heures") == [
        (0, 2, "A", "03/03/2025", "5"),
        (1, 1, "B", "04/03/2025", "7"),
        (2, 1, "C", "05/03/2025", None),
    ]
    assert lecture.fichiers["unites_recues"].to_list() == [1, 1, 1]


def test_a_contract_that_asks_for_a_reader_of_its_own_must_have_one(lire):
    with pytest.raises(LecteurAbsent, match=r"lecture\.format: propre"):
        lire({"suivi_01_2025-03.csv": "numero\nA\n"}, lecture="{format: propre}")


def test_every_contract_has_a_reader():
    for nom, source in toutes().items():
        formats = {entite.lecture["format"] for entite in charger(nom).entites.values()}
        assert ("propre" in formats) != isinstance(source, Generique), nom


# --- JSON ------------------------------------------------------------------------------------------------------------

PERSONNES = """
  - name: personne
    properties:
      - {name: id, logicalType: string, required: true, classification: identite}
      - name: naissance
        logicalType: date
        required: false
        classification: quasi_identifiant
        customProperties: [{property: chemin, value: etatCivil.naissance}]
      - name: tout
        logicalType: string
        classification: ordinaire
        customProperties: [{property: chemin, value: divers}]
  - name: action
    customProperties: [{property: liste, value: parcours.actions}]
    properties:
      - {name: id, logicalType: string, required: true, classification: identite}
      - name: code
        logicalType: string
        classification: ordinaire
        customProperties: [{property: chemin, value: "parcours.actions[].code"}]
  - name: etape
    customProperties: [{property: liste, value: "parcours.actions[].etapes"}]
    properties:
      - name: action
        logicalType: string
        classification: ordinaire
        customProperties: [{property: chemin, value: "parcours.actions[].code"}]
      - name: etape
        logicalType: string
        classification: ordinaire
        customProperties: [{property: chemin, value: "parcours.actions[].etapes[]"}]
"""
LISTE = "{format: json_liste, racine: reponse.resultats}"
DEUX = [
    {
        "id": 1,
        "etatCivil": {"naissance": "1990-01-02"},
        "divers": {"vrai": True, "liste": [1.5, "é"]},
        "parcours": {"actions": [{"code": "A", "etapes": ["x", 2]}, {"code": "B"}]},
    },
    {"id": "deux", "etatCivil": None, "parcours": {"actions": []}},
]


@pytest.mark.parametrize(
    "document",
    [pytest.param(DEUX, id="array"), pytest.param({"reponse": {"resultats": DEUX, "total": 2}}, id="under_its_root")],
)
def test_an_object_gives_rows_to_several_entities(lire, document):
    lecture = lire({"suivi_01_2025-03.json": json.dumps(document, ensure_ascii=False)}, PERSONNES, lecture=LISTE)
    assert lignes(lecture, "unite", "id", "naissance", "tout", entite="personne") == [
        (1, "1", "1990-01-02", '{"vrai":true,"liste":[1.5,"é"]}'),
        (2, "deux", None, None),
    ]
    assert lignes(lecture, "unite", "id", "code", entite="action") == [(1, "1", "A"), (1, "1", "B")]
    assert lignes(lecture, "unite", "action", "etape", entite="etape") == [(1, "A", "x"), (1, "A", "2")]
    assert lecture.fichiers.select("unites_recues", "hors_champ").rows() == [(2, 0)]


def test_a_lone_object_is_one_element(lire):
    lecture = lire({"suivi_01_2025-03.json": json.dumps(DEUX[0])}, PERSONNES, lecture=LISTE)
    assert lignes(lecture, "unite", "ligne", "id", entite="personne") == [(1, 1, "1")]


@pytest.mark.parametrize(
    ("document", "regle", "phrase"),
    [
        pytest.param('[{"id": 1},\n{"id": ]', "json_illisible", "ligne 2 : le JSON est rompu", id="broken"),
        pytest.param('{"reponse": {"resultats": 3}}', "liste_attendue", "sous « reponse.resultats »", id="not_a_list"),
        pytest.param("3", "liste_attendue", "à la racine", id="a_number"),
        pytest.param("[" * 100_000 + "]" * 99_999, "json_illisible", "trop profonds", id="broken_and_deep"),
        pytest.param("", "fichier_vide", "est vide", id="empty"),
    ],
)
def test_a_document_that_is_not_a_list_of_objects_is_refused(lire, document, regle, phrase):
    lecture = lire({"suivi_01_2025-03.json": document}, PERSONNES, lecture=LISTE)
    fichier = lecture.fichiers.row(0, named=True)
    assert fichier["refus_fichier_regle"] == regle
    assert phrase in fichier["refus_fichier_message"]


def test_elements_that_are_not_objects_are_refused_alone(lire):
    lecture = lire({"suivi_01_2025-03.json": '[{"id": 1}, 2, null, {"id": 4}]'}, PERSONNES, lecture=LISTE)
    assert lignes(lecture, "unite", "id", entite="personne") == [(1, "1"), (4, "4")]
    assert messages(lecture) == [
        (2, "objet_attendu", "élément 2 : du JSON, mais pas un objet entre accolades."),
        (3, "objet_attendu", "élément 3 : du JSON, mais pas un objet entre accolades."),
    ]


def test_what_stands_where_a_list_should_is_refused(lire):
    document = [{"id": 1, "parcours": {"actions": "aucune"}}, {"id": 2, "parcours": {"actions": None}}, {"id": 3}]
    lecture = lire({"suivi_01_2025-03.json": json.dumps(document)}, PERSONNES, lecture=LISTE)
    assert lignes(lecture, "unite", entite="personne") == [(2,), (3,)]
    assert messages(lecture) == [
        (1, "liste_attendue", "élément 1, champ parcours.actions : une liste est attendue (vide s'il n'y en a pas).")
    ]


def test_what_stands_where_an_object_should_is_refused(lire):
    document = [{"id": 1, "etatCivil": "Dupont"}, {"id": 2, "parcours": [1]}, {"id": 3, "etatCivil": None}, {"id": 4}]
    lecture = lire({"suivi_01_2025-03.json": json.dumps(document)}, PERSONNES, lecture=LISTE)
    assert lignes(lecture, "unite", entite="personne") == [(3,), (4,)]
    assert messages(lecture) == [
        (1, "objet_attendu", "élément 1, champ etatCivil : un objet entre accolades est attendu."),
        (2, "objet_attendu", "élément 2, champ parcours : un objet entre accolades est attendu."),
    ]


def test_unknown_fields_are_said_once_a_file_and_named_when_they_look_like_names(lire):
    document = [{"id": 1, "inconnu": 1}, {"id": 2, "inconnu": 2, "1850199000000": 3, "jean.dupont@exemple.fr": 4}]
    lecture = lire({"suivi_01_2025-03.json": json.dumps(document)}, PERSONNES, lecture=LISTE)
    assert messages(lecture) == [
        (None, "champ_inconnu", "suivi_01_2025-03.json : 3 champ(s) que le contrat ne connaît pas (inconnu) ; ils sont "
         "écartés.")
    ]  # fmt: skip


def test_the_size_of_batches_changes_nothing(lire, monkeypatch):
    fichiers = {f"suivi_0{i}_2025-03.json": json.dumps(DEUX * i) for i in (1, 2, 3)}
    d_un_coup = lire(fichiers, PERSONNES, lecture=LISTE)
    monkeypatch.setattr(objets_json, "_A_LA_FOIS", 1)
    un_par_un = lire(fichiers, PERSONNES, lecture=LISTE)
    for nom, frame in d_un_coup.entites.items():
        assert un_par_un.entites[nom].equals(frame)
    assert un_par_un.fichiers.equals(d_un_coup.fichiers)
    assert d_un_coup.entites["personne"].height == 12


# --- Parquet ---------------------------------------------------------------------------------------------------------


def test_typed_columns_come_as_the_texts_the_contract_expects(lire):
    colonnes = {
        "numero": pa.array(["A", "B", None]).dictionary_encode(),
        "debut": pa.array([datetime(2025, 3, 3), datetime(2025, 3, 4, 12), None], pa.timestamp("us")),
        "heures": pa.array([5.0, None, float("nan")]),
        "vu": pa.array([datetime(2025, 3, 3, 22, 30)] * 3, pa.timestamp("ns", "UTC")),
    }
    lecture = lire({"suivi_01_2025-03.parquet": en_parquet(colonnes)})
    assert lignes(lecture, "unite", "ligne", "numero", "debut", "heures", "vu") == [
        (1, 1, "A", "03/03/2025", "5", "2025-03-03T22:30:00Z"),
        (2, 2, "B", "2025-03-04T12:00:00", None, "2025-03-03T22:30:00Z"),
        (3, 3, None, None, None, "2025-03-03T22:30:00Z"),
    ]


def test_other_types_of_parquet(lire):
    types = """
  - name: suivi
    properties:
      - {name: montant, logicalType: number, classification: ordinaire}
      - {name: code, logicalType: string, classification: ordinaire}
      - name: actif
        logicalType: boolean
        classification: ordinaire
        customProperties: [{property: vrai, value: ['true']}]
      - {name: jour, logicalType: timestamp, classification: ordinaire}
      - {name: vieux, logicalType: date, classification: ordinaire}
"""
    colonnes = {
        "montant": pa.array([Decimal("12.50"), Decimal("3.00")]),
        "code": pa.array([101, 2**40], pa.int64()),
        "actif": pa.array([True, False]),
        "jour": pa.array([date(2025, 3, 3), None]),
        "vieux": pa.array([2**31 - 1, 0], pa.int32()).cast(pa.date32()),
    }
    frame = lire({"suivi_01_2025-03.parquet": en_parquet(colonnes)}, types).entites["suivi"]
    assert frame.select("montant", "code", "actif", "jour").rows() == [
        ("12.50", "101", "true", "2025-03-03T00:00:00"),
        ("3", "1099511627776", "false", None),
    ]
    assert frame["vieux"].to_list() == ["2147483647", "1970-01-01"]


@pytest.mark.parametrize(
    ("octets", "regle"),
    [
        pytest.param(b"PAR1 pas du parquet PAR1", "parquet_illisible", id="not_parquet"),
        pytest.param(en_parquet({"numero": ["A"], "debut": ["x"]})[:-9], "parquet_illisible", id="truncated"),
        pytest.param(en_parquet({"numero": [["A"]], "debut": ["x"]}), "colonne_imbriquee", id="nested"),
        pytest.param(en_parquet({"debut": ["x"]}), "colonne_absente", id="missing_column"),
        pytest.param(
            en_parquet({nom: pa.nulls(26_000_000) for nom in ("numero", "debut", "heures", "vu")}),
            "expansion_excessive",
            id="too_many_cells",
        ),
        pytest.param(
            en_parquet({"numero": pa.array(["A" * 100_000] * 1000).dictionary_encode(), "debut": ["x"] * 1000}),
            "expansion_excessive",
            id="one_long_text_repeated",
        ),
    ],
)
def test_a_parquet_that_cannot_be_read_is_refused(lire, octets, regle):
    lecture = lire({"suivi_01_2025-03.parquet": octets, "suivi_02_2025-03.csv": "numero;debut\nB;03/03/2025\n"})
    assert lecture.fichiers["refus_fichier_regle"].to_list() == [regle, None]
    assert lignes(lecture, "numero") == [("B",)]


# --- column mapping --------------------------------------------------------------------------------------------------

CORRESPONDANCE = """
source: essai
versions:
  - version: "2026"
    entite: suivi
    emetteurs: ["31"]
    separateur: ","
    encodage: latin-1
    colonnes: {ID_JEUNE: numero, DÉBUT: debut, NB_H: heures}
    valeurs: {heures: {NR: ""}}
  - version: "2025"
    entite: suivi
    colonnes: {ID: numero, DATE_DEBUT: debut}
"""


def test_each_version_of_an_export_is_read_under_its_own_names(lire):
    lecture = lire(
        {
            "suivi_31_2025-03.csv": "ID_JEUNE,DÉBUT,NB_H,vu\né;1,03/03/2025,NR,\n".encode("latin-1"),
            "suivi_32_2025-03.csv": "ID;DATE_DEBUT;heures;vu\nB;04/03/2025;2;\n",
            "suivi_33_2025-03.csv": "numero;debut;heures;vu\nC;05/03/2025;3;\n",
            "suivi_34_2025-03.csv": "ID_JEUNE,DÉBUT,NB_H,vu\nD,03/03/2025,4,\n".encode(),
            "suivi_35_2025-03.parquet": en_parquet({"ID": ["E"], "DATE_DEBUT": [date(2025, 3, 7)]}),
        },
        correspondance=CORRESPONDANCE,
    )
    assert lignes(lecture, "fichier", "numero", "debut", "heures") == [
        (0, "é;1", "03/03/2025", ""),
        (1, "B", "04/03/2025", "2"),
        (2, "C", "05/03/2025", "3"),
        (4, "E", "07/03/2025", None),
    ]
    assert lecture.fichiers["refus_fichier_regle"].to_list() == [None, None, None, "colonne_absente", None]


def test_a_column_missing_from_a_known_version_is_asked_for_under_its_received_name(lire):
    versions = CORRESPONDANCE.replace("{ID: numero, DATE_DEBUT: debut}", "{ID: numero}")
    lecture = lire({"suivi_32_2025-03.csv": "ID;heures;vu\nB;2;\n"}, correspondance=versions)
    assert "il manque à l'en-tête debut" in lecture.fichiers["refus_fichier_message"][0]


def test_paths_of_json_are_mapped_too(lire):
    correspondance = """
source: essai
versions:
  - version: v2
    entite: personne
    colonnes: {identifiant.valeur: id, civil.naissance: naissance}
    valeurs: {id: {un: "1"}}
"""
    anciens, nouveaux = [{"id": "A"}], [{"identifiant": {"valeur": "un"}, "civil": {"naissance": "1990-01-02"}}]
    fichiers = {"suivi_01_2025-03.json": json.dumps(anciens), "suivi_02_2025-03.json": json.dumps(nouveaux)}
    lecture = lire(fichiers, PERSONNES, correspondance, lecture=LISTE)
    assert lignes(lecture, "fichier", "id", "naissance", entite="personne") == [(0, "A", None), (1, "1", "1990-01-02")]
    assert lecture.refus.is_empty()


@pytest.mark.parametrize(
    ("faute", "phrase"),
    [
        pytest.param(("source: essai", "source: autre"), "is not the source of the contract", id="source"),
        pytest.param(("entite: suivi", "entite: rien"), "entite « rien » is not one of suivi", id="entity"),
        pytest.param(("ID: numero", "ID: nimporte"), "« nimporte » is not a column of suivi", id="column"),
        pytest.param(("ID: numero", "ID: debut"), "two received columns stand for « debut »", id="twice"),
        pytest.param(('separateur: ","', 'separateur: ",,"'), "separateur", id="separator"),
        pytest.param(("encodage: latin-1", "encodage: ebcdic"), "encodage", id="encoding"),
        pytest.param(("valeurs:", "valeur:"), "Extra inputs", id="unknown_key"),
        pytest.param(("versions:", "versions"), "not YAML", id="yaml"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_with_a_sentence(lire, faute, phrase):
    with pytest.raises(ContratRefuse, match=phrase):
        lire({}, correspondance=CORRESPONDANCE.replace(*faute))


def test_a_mapping_enters_the_hash_of_the_contract(tmp_path):
    empreintes = set()
    for rang, texte in enumerate(["", CORRESPONDANCE, CORRESPONDANCE + "# relu\n"]):
        dossier = tmp_path / str(rang)
        (dossier / "correspondances").mkdir(parents=True)
        contrat = CONTRAT.format(entites=SUIVI, cadence="mensuelle", lecture=DELIMITE, motif=MOTIF)
        (dossier / "essai.odcs.yaml").write_text(contrat)
        if texte:
            (dossier / "correspondances" / "essai.yaml").write_text(texte)
        empreintes.add(charger("essai", dossier).empreinte)
    assert len(empreintes) == 3
