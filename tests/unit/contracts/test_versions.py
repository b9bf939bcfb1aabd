"""A change of a contract has its weight, worked out by hand on pairs; and what is published is never outrun unsaid."""

import pytest

from pipelines.contracts import versions
from pipelines.contracts.compatibilite import changements
from pipelines.contracts.modele import lire

CONTRAT = """
apiVersion: v3.1.0
kind: DataContract
id: pilotage-essai
name: essai
version: 1.2.3
status: active
description: {purpose: Des lignes.}
customProperties:
  - {property: emetteur, value: departement}
  - {property: lecture, value: {format: delimite, separateur: ";", encodage: utf-8}}
  - {property: cadence, value: mensuelle}
  - {property: valeurs_absentes, value: ["NR"]}
  - {property: nom_fichier, value: '^essai_(?P<mois>[0-9]{4}-[0-9]{2})\\.csv$'}
schema:
  - name: table
    customProperties:
      - {property: cle_metier, value: [numero, jour]}
    quality:
      - {name: ordre, type: custom, engine: polars, implementation: fin >= jour, description: la fin précède., severity: avertissement}
    properties:
      - {name: numero, logicalType: string, required: true, classification: identite, logicalTypeOptions: {pattern: '[0-9]{7}'}, customProperties: [{property: passage, value: "lien:numero"}]}
      - {name: jour, logicalType: date, required: true, classification: ordinaire, logicalTypeOptions: {format: '%Y-%m-%d', minimum: '2000-01-01'}, customProperties: [{property: passage, value: garde}]}
      - {name: fin, logicalType: date, required: false, classification: ordinaire, logicalTypeOptions: {maximum: '2100-01-01'}, customProperties: [{property: passage, value: garde}]}
      - {name: motif, logicalType: string, required: false, classification: sensible, quality: [{type: library, metric: invalidValues, arguments: {validValues: [A, B]}, mustBe: 0}], customProperties: [{property: passage, value: garde}]}
      - {name: heures, logicalType: integer, required: false, classification: ordinaire, logicalTypeOptions: {minimum: 0, maximum: 100}, customProperties: [{property: passage, value: garde}]}
      - {name: nom, logicalType: string, required: false, classification: identite, logicalTypeOptions: {minLength: 2, maxLength: 80}}
  - name: autre
    customProperties:
      - {property: nom_fichier, value: '^autre_(?P<mois>[0-9]{4}-[0-9]{2})[.]csv$'}
      - {property: cle_metier, value: [numero]}
      - {property: peut_etre_vide, value: true}
    properties:
      - {name: numero, logicalType: string, required: true, classification: identite, customProperties: [{property: passage, value: "lien:numero"}]}
"""  # noqa: E501 - one column, one line
AUTRE = CONTRAT[CONTRAT.index("  - name: autre") :]
COLONNE_HEURES = next(ligne for ligne in CONTRAT.splitlines() if "name: heures" in ligne)
COLONNE_NOM = next(ligne for ligne in CONTRAT.splitlines() if "name: nom," in ligne)
REGLE = next(ligne for ligne in CONTRAT.splitlines() if "name: ordre" in ligne)
NOUVELLE = "      - {name: lieu, logicalType: string, required: false, classification: ordinaire}\n"

# id: (what is replaced, by what, weight of the change, version it needs)
PAIRES = {
    "entity removed": (AUTRE, "", "majeure", "2.0.0"),
    "entity renamed": ("- name: autre", "- name: suite", "majeure", "2.0.0"),
    "entity added": (AUTRE, AUTRE + AUTRE.replace("autre", "suite"), "mineure", "1.3.0"),
    "column removed": (COLONNE_HEURES + "\n", "", "majeure", "2.0.0"),
    "column renamed": ("name: heures", "name: duree", "majeure", "2.0.0"),
    "optional column added": (COLONNE_NOM, NOUVELLE + COLONNE_NOM, "mineure", "1.3.0"),
    "required column added": (
        COLONNE_NOM,
        NOUVELLE.replace("required: false", "required: true") + COLONNE_NOM,
        "majeure",
        "2.0.0",
    ),
    "newly required": (
        "name: fin, logicalType: date, required: false",
        "name: fin, logicalType: date, required: true",
        "majeure",
        "2.0.0",
    ),
    "no longer required": (
        "name: jour, logicalType: date, required: true",
        "name: jour, logicalType: date, required: false",
        "mineure",
        "1.3.0",
    ),
    "code removed": ("[A, B]", "[A]", "majeure", "2.0.0"),
    "code added": ("[A, B]", "[A, B, C]", "mineure", "1.3.0"),
    "pattern changed": ("[0-9]{7}", "[0-9]{6}", "majeure", "2.0.0"),
    "pattern with one more form": ("'[0-9]{7}'", "'[0-9]{7}|[A-Z]{3}'", "mineure", "1.3.0"),
    "pattern removed": (", logicalTypeOptions: {pattern: '[0-9]{7}'}", "", "mineure", "1.3.0"),
    "lower bound raised": ("minimum: 0,", "minimum: 5,", "majeure", "2.0.0"),
    "lower bound lowered": ("minimum: '2000-01-01'", "minimum: '1990-01-01'", "mineure", "1.3.0"),
    "lower bound added": ("maximum: '2100-01-01'", "maximum: '2100-01-01', minimum: '1990-01-01'", "majeure", "2.0.0"),
    "upper bound lowered": ("maximum: 100", "maximum: 99", "majeure", "2.0.0"),
    "upper bound raised": ("maximum: 100", "maximum: 101", "mineure", "1.3.0"),
    "upper bound removed": (", maximum: 100", "", "mineure", "1.3.0"),
    "shorter texts only": ("maxLength: 80", "maxLength: 60", "majeure", "2.0.0"),
    "longer texts only": ("minLength: 2", "minLength: 3", "majeure", "2.0.0"),
    "type": ("logicalType: integer", "logicalType: number", "majeure", "2.0.0"),
    "date format": ("%Y-%m-%d", "%d/%m/%Y", "majeure", "2.0.0"),
    "landed type": ("logicalType: integer,", "logicalType: integer, physicalType: BIGINT,", "majeure", "2.0.0"),
    "landed name": (
        "value: garde}]}\n      - {name: nom",
        "value: garde}, {property: atterrit, value: duree}]}\n      - {name: nom",
        "majeure",
        "2.0.0",
    ),
    "dropped from the lake": (
        COLONNE_HEURES,
        COLONNE_HEURES.replace(", customProperties: [{property: passage, value: garde}]", ""),
        "majeure",
        "2.0.0",
    ),
    "lands from now on": (
        COLONNE_NOM,
        COLONNE_NOM.replace("80}}", '80}, customProperties: [{property: passage, value: "lien:nom"}]}'),
        "mineure",
        "1.3.0",
    ),
    "class lowered": ("classification: sensible", "classification: quasi_identifiant", "majeure", "2.0.0"),
    "class raised": (
        "integer, required: false, classification: ordinaire",
        "integer, required: false, classification: sensible",
        "mineure",
        "1.3.0",
    ),
    "rule that refuses added": (
        REGLE,
        REGLE + "\n" + REGLE.replace("ordre", "suite").replace("avertissement", "rejet"),
        "majeure",
        "2.0.0",
    ),
    "rule that remarks added": (REGLE, REGLE + "\n" + REGLE.replace("ordre", "suite"), "mineure", "1.3.0"),
    "rule removed": (f"    quality:\n{REGLE}\n", "", "mineure", "1.3.0"),
    "rule made to refuse": ("severity: avertissement", "severity: rejet", "majeure", "2.0.0"),
    "file name": ("^essai_", "^table_", "majeure", "2.0.0"),
    "separator": ('separateur: ";"', 'separateur: ","', "majeure", "2.0.0"),
    "key": ("[numero, jour]", "[numero]", "majeure", "2.0.0"),
    "must not be empty": ("peut_etre_vide, value: true", "peut_etre_vide, value: false", "majeure", "2.0.0"),
    "sender": ("emetteur, value: departement", "emetteur, value: national", "majeure", "2.0.0"),
    "cadence": ("cadence, value: mensuelle", "cadence, value: annuelle", "mineure", "1.3.0"),
    "one more word for nothing": ('["NR"]', '["NR", "?"]', "mineure", "1.3.0"),
    "one word for nothing less": ('["NR"]', "[]", "majeure", "2.0.0"),
    "words": ("Des lignes.", "Des lignes reçues.", "correctif", "1.2.4"),
}


@pytest.mark.parametrize("cas", PAIRES)
def test_a_change_has_its_weight(cas):
    ancien, nouveau, niveau, requise = PAIRES[cas]
    assert CONTRAT.count(ancien) >= 1
    avant, apres = lire(CONTRAT, "essai"), lire(CONTRAT.replace(ancien, nouveau, 1), "essai")
    trouves = versions.ecarts(versions.publiee(avant), apres)
    assert trouves[0].niveau == niveau, [str(changement) for changement in trouves]
    assert versions.version_requise("1.2.3", trouves) == requise


def test_the_layout_of_the_file_and_its_comments_are_not_a_change():
    autre = "# a comment\n" + CONTRAT.replace("[A, B]", "[ A,  B ]")
    assert versions.ecarts(versions.publiee(lire(CONTRAT, "essai")), lire(autre, "essai")) == []


def test_a_mapping_version_may_come_and_not_go(tmp_path):
    (tmp_path / "essai.odcs.yaml").write_text(CONTRAT)
    sans = versions.publiee(versions.tous(tmp_path)["essai"])
    (tmp_path / "correspondances").mkdir()
    (tmp_path / "correspondances/essai.yaml").write_text(
        'source: essai\nversions: [{version: "2025", entite: table, colonnes: {NUM: numero}}]'
    )
    versions.charger.cache_clear()
    contrat = versions.tous(tmp_path)["essai"]
    assert [c.niveau for c in versions.ecarts(sans, contrat)] == ["mineure"]
    avec = versions.publiee(contrat).structure
    assert [c.niveau for c in changements(avec, sans.structure)] == ["majeure"]


def test_the_sentence_names_the_contract_the_change_and_the_version_needed():
    publiees = {"essai": versions.publiee(lire(CONTRAT, "essai"))}
    apres = CONTRAT.replace("[A, B]", "[A]").replace("version: 1.2.3", "version: 1.3.0")
    [phrase] = versions.insuffisantes({"essai": lire(apres, "essai")}, publiees)
    assert phrase == (
        "essai.odcs.yaml says version 1.3.0; what changed since 1.2.3 was published needs version 2.0.0:\n"
        "  - (majeure) table.motif, valeurs: code removed: B."
    )
    assert versions.insuffisantes({"essai": lire(apres.replace("1.3.0", "2.0.0"), "essai")}, publiees) == []


def test_a_published_contract_cannot_vanish_unsaid():
    publiees = {"essai": versions.publiee(lire(CONTRAT, "essai"))}
    [phrase] = versions.disparus({}, publiees)
    assert phrase.startswith("essai.odcs.yaml: version 1.2.3 was published and the contract is gone")


def test_what_is_recorded_is_read_back(tmp_path):
    publiees = {"essai": versions.publiee(lire(CONTRAT, "essai"))}
    versions.ecrire(publiees, tmp_path / "versions.json")
    assert versions.lire(tmp_path / "versions.json") == publiees


def test_every_contract_says_a_version_worth_its_changes():
    """The one that guards data_contracts/: raise `version` as the sentence says, then run with --publier."""
    contrats, publiees = versions.tous(), versions.lire()
    phrases = [*versions.insuffisantes(contrats, publiees), *versions.disparus(contrats, publiees)]
    assert not phrases, "\n" + "\n".join(phrases)
