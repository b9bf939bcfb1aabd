"""The contracts in data_contracts/: the standard accepts them, the house can use them, and says what it cannot."""

import json

import jsonschema
import pytest
import yaml
from open_data_contract_standard.model import OpenDataContractStandard

from pipelines.contracts import DOSSIER, ContratRefuse, charger, schema_du_lac
from pipelines.contracts.modele import lire
from pipelines.sources import toutes

ORIGINES = ("officiel", "observe", "construit")
CADENCES = ("quotidienne", "hebdomadaire", "mensuelle", "trimestrielle", "annuelle", "irreguliere")
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
    standard = json.loads(OpenDataContractStandard.json_schema())
    fautes = jsonschema.validators.validator_for(standard)(standard).iter_errors(yaml.safe_load(texte))
    assert [faute.message for faute in fautes] == []


@pytest.mark.parametrize("source", SOURCES)
def test_every_column_says_what_it_means_and_no_identity_lands(source):
    contrat = charger(source)
    assert contrat.source == source
    for entite in contrat.entites.values():
        assert entite.cle_metier
        for colonne in entite.colonnes:
            assert len(colonne.description) > 2, colonne.recu
            if colonne.classe == "identite":
                assert colonne.passage is None or colonne.passage.startswith(("personne", "ancienne_personne", "lien:"))


@pytest.mark.parametrize("source", SOURCES)
def test_the_contract_says_what_it_is_for_and_what_it_rests_on(source):
    contrat = charger(source)
    description = contrat.odcs.description
    assert all(len(texte or "") > 40 for texte in (description.purpose, description.usage, description.limitations))
    assert contrat.proprietes["origine"] in ORIGINES
    assert contrat.proprietes["cadence"] in CADENCES
    assert contrat.proprietes["emetteur"] in ("departement", "national")
    assert 0 <= contrat.proprietes["delai_declaration_mois"] <= 24
    assert len(contrat.proprietes["base_legale"]) > 10
    assert contrat.proprietes["ordre_emission"].endswith(".")
    promesses = {promesse.property: promesse for promesse in contrat.odcs.slaProperties}
    assert (promesses["retention"].unit, promesses["retention"].value > 0) == ("y", True)
    assert promesses["frequency"].value > 0


@pytest.mark.parametrize("source", SOURCES)
def test_every_rule_is_a_sentence_for_its_sender(source):
    for entite in charger(source).entites.values():
        assert len({regle.nom for regle in entite.regles}) == len(entite.regles)
        for regle in entite.regles:
            assert regle.phrase.endswith("."), regle.nom
            assert not regle.phrase[0].isupper(), f"{regle.nom}: the sentence follows « ligne 2 : »"


@pytest.mark.parametrize("source", SOURCES)
def test_a_compression_is_no_part_of_a_name(source):
    contrat = charger(source)
    assert list(contrat.noms_de_fichier())
    for _, forme in contrat.noms_de_fichier():
        assert not any(suffixe in forme.pattern for suffixe in ("gz", "zst", "zip"))


def test_what_lands_under_one_name_has_one_type_in_all_contracts():
    types: dict[str, dict[str, list[str]]] = {}
    for source in SOURCES:
        for entite, schema in schema_du_lac(charger(source)).items():
            for colonne, type_ in schema.items():
                types.setdefault(colonne, {}).setdefault(str(type_), []).append(f"{source}.{entite}")
    assert {colonne: par_type for colonne, par_type in types.items() if len(par_type) > 1} == {}


def test_a_link_lands_under_one_name_and_a_name_holds_one_namespace():
    paires = {
        (colonne.espace, colonne.atterrit)
        for source in SOURCES
        for entite in charger(source).entites.values()
        for colonne in entite.colonnes
        if colonne.espace
    }
    # A changed contract keeps its former number beside the new one
    paires -= {("numero_contrat", "ancien_numero")}
    espaces, noms = zip(*sorted(paires), strict=True)
    assert len(set(espaces)) == len(espaces)
    assert len(set(noms)) == len(noms)


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
