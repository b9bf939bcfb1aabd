"""What a contract says of the writing of its files is checked when it is read."""

import pytest

from pipelines.contracts import ContratRefuse
from pipelines.contracts.modele import lire

CONTRAT = """
apiVersion: v3.1.0
kind: DataContract
id: essai
name: essai
version: 1.0.0
status: active
customProperties:
  - {property: lecture, value: {format: json_lignes}}
  - {property: nom_fichier, value: '^essai_(?P<jour>[0-9-]+)[.]jsonl$'}
schema:
  - name: personne
    properties:
      - {name: id, logicalType: string, classification: identite}
      - name: extrait
        logicalType: date
        classification: ordinaire
        customProperties: [{property: du_nom, value: jour}]
      - name: commune
        logicalType: string
        classification: ordinaire
        customProperties: [{property: chemin, value: adresse.commune}]
  - name: action
    customProperties: [{property: liste, value: actions}]
    properties:
      - {name: id, logicalType: string, classification: identite}
      - name: code
        logicalType: string
        classification: ordinaire
        customProperties: [{property: chemin, value: "actions[].code"}]
"""


def test_a_contract_that_can_be_read():
    assert list(lire(CONTRAT, "essai").entites) == ["personne", "action"]


@pytest.mark.parametrize(
    ("avant", "apres", "phrase"),
    [
        ("format: json_lignes", "format: xml", "lecture.format « xml » is not one of"),
        ("format: json_lignes", "format: json_lignes, extensions: {csv: csv}", "lecture.format « csv »"),
        ("format: json_lignes", "format: delimite, separateur: ';'", "personne, action: a table holds one entity"),
        ("format: json_lignes", "format: delimite, separateur: ';;'", "lecture.separateur must be one character"),
        (
            "format: json_lignes",
            "format: delimite, separateur: '|', encodage: cp1252",
            "lecture.encodage is not one of utf-8, latin-1",
        ),
        ("value: jour}", "value: mois}", "extrait is taken from « mois », which nom_fichier does not name"),
        ("name: commune", "name: ligne", "ligne is a name of the house"),
        ("(?P<jour>", "(?P<jour", "nom_fichier is not a pattern"),
        ('"actions[].code"', "code", "liste is « actions », and no column is taken from « actions[] »"),
        ("value: adresse.commune", "value: 'adresses[].commune'", "goes through « adresses[] », which is not the list"),
        ("value: adresse.commune", "value: id.commune", "« id » is taken whole and « id.commune » from inside it"),
        ("value: adresse.commune", "value: ID", "is written in two ways that are read as one"),
        ("value: adresse.commune", "value: actions", "« actions » is taken whole and « actions[].code » from inside"),
    ],
)
def test_a_fault_of_writing_is_told(avant, apres, phrase):
    assert CONTRAT.count(avant) == 1
    with pytest.raises(ContratRefuse) as refus:
        lire(CONTRAT.replace(avant, apres), "essai")
    assert phrase in str(refus.value)


def test_a_list_within_a_list_may_be_the_list_of_an_entity():
    imbriquee = CONTRAT.replace("value: actions}", 'value: "actions[].etapes"}').replace(
        '"actions[].code"', '"actions[].etapes[].code"'
    )
    assert lire(imbriquee, "essai").entites["action"].liste == "actions[].etapes"
