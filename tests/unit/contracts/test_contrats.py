"""The contracts in data_contracts/: the standard accepts them, the house can use them, and says what it cannot."""

import json

import jsonschema
import pytest
import yaml
from open_data_contract_standard.model import OpenDataContractStandard

from pipelines.contracts import DOSSIER, ContratRefuse, charger, schema_du_lac
from pipelines.contracts.modele import lire
from pipelines.sources import toutes

SOURCES = sorted(chemin.name.removesuffix(".odcs.yaml") for chemin in DOSSIER.glob("*.odcs.yaml"))
MINIMAL = """
apiVersion: v3.1.0
kind: DataContract
id: pilotage-essai
name: essai
version: 1.0.0
status: active
schema:
  - name: table
    properties:
      - {name: nir, logicalType: string, classification: identite, customProperties: [{property: passage, value: PASSAGE}]}
"""  # noqa: E501 - one column, one line


@pytest.mark.parametrize("source", SOURCES)
def test_the_standard_accepts_the_contract(source):
    texte = (DOSSIER / f"{source}.odcs.yaml").read_text(encoding="utf-8")
    jsonschema.validate(yaml.safe_load(texte), json.loads(OpenDataContractStandard.json_schema()))


@pytest.mark.parametrize("source", SOURCES)
def test_every_column_says_what_it_means_and_no_identity_lands(source):
    contrat = charger(source)
    assert contrat.source == source
    for entite in contrat.entites.values():
        assert entite.cle_metier
        for colonne in entite.colonnes:
            assert len(colonne.description) > 2, colonne.recu
            if colonne.classe == "identite":
                assert colonne.passage is None or colonne.passage.startswith(("personne", "lien:"))


def test_there_is_a_contract_per_source():
    assert sorted(toutes()) == SOURCES


def test_landed_columns_of_inscription():
    schema = schema_du_lac(charger("inscription"))
    assert set(schema) == {"inscription", "cessation", "personne"}
    assert set(schema["cessation"]) == {
        *("personne_id", "numero_ft", "date_cessation", "motif_cessation", "date_extraction", "emetteur"),
        *("fichier", "ligne", "date_reception"),
    }


@pytest.mark.parametrize(
    ("avant", "apres", "phrase"),
    [
        ("PASSAGE", "garde", "an identity never passes as « garde »"),
        ("PASSAGE", "jamais_vu", "passage « jamais_vu » is not one of"),
        ("classification: identite", "classification: secret", "classification « secret » is not one of"),
        ("logicalType: string", "logicalType: texte", "logicalType « texte » is not one of"),
        ("kind: DataContract", "genre: DataContract", "genre"),
    ],
)
def test_a_contract_that_cannot_be_used_is_refused_by_a_sentence(avant, apres, phrase):
    with pytest.raises(ContratRefuse, match=phrase) as refus:
        lire(MINIMAL.replace(avant, apres), "essai.odcs.yaml")
    assert "essai.odcs.yaml" in str(refus.value)


def test_an_unknown_source_has_no_contract():
    with pytest.raises(ContratRefuse, match="no contract for « absente »"):
        charger("absente")
