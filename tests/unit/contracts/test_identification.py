"""Who a row is about: number or civil state, what is kept of it, what is refused, and in which words."""

from datetime import date

import polars as pl
import pytest

from pipelines.contracts import passer, schema_du_lac, verifier
from pipelines.contracts.modele import ContratRefuse, charger, lire
from pipelines.identity import Cles, liens, personnes

CLES = Cles("une clé de test assez longue pour être acceptée")
CONTRAT = lire(
    """
apiVersion: v3.1.0
kind: DataContract
id: pilotage-essai
name: essai
version: 1.0.0
status: active
customProperties: [{property: lecture, value: {format: json_lignes}}]
schema:
  - name: inscrit
    customProperties:
      - {property: cle_metier, value: [nir]}
      - {property: etat_civil, value: {nom: nom, prenom: prenom, naissance: ne_le, sexe: sexe}}
    properties:
      - {name: nir, logicalType: string, classification: identite, customProperties: [{property: passage, value: personne}]}
      - {name: ntt, logicalType: string, classification: identite, customProperties: [{property: passage, value: personne_ntt}]}
      - {name: nom, logicalType: string, classification: identite}
      - {name: prenom, logicalType: string, classification: identite}
      - {name: ne_le, logicalType: string, classification: identite, logicalTypeOptions: {format: '%d%m%Y'}}
      - {name: sexe, logicalType: string, classification: quasi_identifiant}
      - {name: ville, logicalType: string, classification: ordinaire, customProperties: [{property: passage, value: garde}]}
  - name: sortie
    customProperties: [{property: etat_civil, value: {nom: nom, prenom: prenom, naissance: ne_le}}]
    properties:
      - {name: nir, logicalType: string, required: true, classification: identite, customProperties: [{property: passage, value: personne}]}
      - {name: nom, logicalType: string, classification: identite}
      - {name: prenom, logicalType: string, classification: identite}
      - {name: ne_le, logicalType: date, classification: identite, logicalTypeOptions: {format: '%d/%m/%Y'}}
  - name: equivalence
    properties:
      - {name: nir, logicalType: string, classification: identite, customProperties: [{property: passage, value: personne}]}
      - {name: ntt, logicalType: string, classification: identite, customProperties: [{property: passage, value: personne_ntt}]}
      - {name: ancien_nir, logicalType: string, classification: identite, customProperties: [{property: passage, value: ancienne_personne}]}
      - {name: ancien_ntt, logicalType: string, classification: identite, customProperties: [{property: passage, value: ancienne_personne_ntt}]}
""",  # noqa: E501 - one column, one line
    "essai.odcs.yaml",
)
BRUNO = {"nom": "FICTIF", "prenom": "Bruno", "ne_le": "30111995", "sexe": "1", "ville": "Bourg"}
NIR, NTT = "1951199001002", "1000000026000005"


def recues(entite: str, *lignes: dict) -> pl.DataFrame:
    """Rows of `entite`, numbered from line 2; what a row does not give is missing."""
    schema = dict.fromkeys(CONTRAT.entites[entite].par_nom, pl.String)
    return pl.DataFrame(list(lignes), schema=schema).with_columns(
        fichier=pl.lit(0, pl.UInt32),
        unite=pl.int_range(2, len(lignes) + 2, dtype=pl.UInt32),
        ligne=pl.int_range(2, len(lignes) + 2, dtype=pl.UInt32),
    )


def refusees(entite: str, *lignes: dict) -> list[tuple]:
    _, refus = verifier(recues(entite, *lignes), CONTRAT.entites[entite], CONTRAT)
    return [(r["ligne"], r["champ"], r["regle"], r["message"]) for r in refus.to_dicts()]


def passees(entite: str, *lignes: dict) -> tuple[pl.DataFrame, pl.DataFrame]:
    types, refus = verifier(recues(entite, *lignes), CONTRAT.entites[entite], CONTRAT)
    assert refus.is_empty(), refus
    fichiers = pl.DataFrame({"fichier": [0], "nom_court": ["f"], "emetteur": ["59"]}).cast({"fichier": pl.UInt32})
    return passer(types, CONTRAT.entites[entite], CLES, fichiers, date(2025, 7, 10))


def identifiant(canonique: str) -> int:
    return personnes(pl.Series([canonique]), CLES)["personne_id"][0]


def test_the_number_first_and_the_civil_state_for_want_of_one():
    poses, rencontrees = passees(
        "inscrit", {"nir": NIR, **BRUNO}, {"ntt": NTT, **BRUNO}, BRUNO, {"nir": NIR, "ntt": NTT, **BRUNO}
    )
    cle = identifiant("etat_civil:FICTIF|BRUNO|19951130|1")
    assert poses.select("personne_id", "methode_appariement").rows() == [
        (identifiant(f"nir:{NIR}"), "nir"),
        (identifiant(f"ntt:{NTT}"), "ntt"),
        (cle, "etat_civil"),
        (identifiant(f"nir:{NIR}"), "nir"),
    ]
    assert rencontrees.select("personne_id", "identite_type", "etat_civil_id", "ligne").rows() == [
        (identifiant(f"nir:{NIR}"), "nir", cle, 2),
        (identifiant(f"ntt:{NTT}"), "ntt", cle, 3),
        (cle, "etat_civil", cle, 4),
    ]


def test_the_civil_state_lives_in_a_namespace_of_its_own():
    assert (
        identifiant("etat_civil:FICTIF|BRUNO|19951130|1")
        == (liens(pl.Series(["FICTIF|BRUNO|19951130|1"]), "etat_civil", CLES)[0])
    )
    assert identifiant("etat_civil:FICTIF|BRUNO|19951130|1") != identifiant("nir:FICTIF|BRUNO|19951130|1")


def test_two_spellings_of_a_person_are_two_civil_states_of_hers():
    """So that a row known by either leads to her."""
    _, rencontrees = passees("inscrit", {"nir": NIR, **BRUNO}, {"nir": NIR, **BRUNO, "nom": "FICTIVE"}, {"nir": NIR})
    assert rencontrees["personne_id"].n_unique() == 1
    assert rencontrees["etat_civil_id"].n_unique() == 3
    assert rencontrees["etat_civil_id"].null_count() == 1


def test_no_name_nor_number_lands():
    poses, rencontrees = passees("inscrit", {"nir": NIR, **BRUNO}, BRUNO)
    assert poses.columns == ["personne_id", "methode_appariement", "ville", "fichier", "ligne", "date_reception"]
    textes = [*poses.select(pl.col(pl.String)).iter_rows(), *rencontrees.select(pl.col(pl.String)).iter_rows()]
    assert {mot for ligne in textes for mot in ligne} == {"nir", "etat_civil", "Bourg", "f"}
    assert list(schema_du_lac(CONTRAT)["inscrit"]) == poses.columns


def test_the_sex_is_read_in_the_number_when_no_column_tells_it():
    _, rencontrees = passees("sortie", {"nir": NIR, "nom": "Fictif", "prenom": "BRUNO", "ne_le": "30/11/1995"})
    assert rencontrees["etat_civil_id"].to_list() == [identifiant("etat_civil:FICTIF|BRUNO|19951130|1")]


def test_an_entity_whose_number_is_required_does_not_say_how_a_person_is_known():
    assert "methode_appariement" not in schema_du_lac(CONTRAT)["sortie"]


@pytest.mark.parametrize(("nir", "type_attendu"), [("7951199001002", "provisoire"), (NIR, "nir")])
def test_a_provisional_number_is_known_as_such(nir, type_attendu):
    _, rencontrees = passees("inscrit", {"nir": nir, **BRUNO})
    assert rencontrees["identite_type"].to_list() == [type_attendu]


def test_an_old_number_lands_as_the_id_it_had():
    poses, rencontrees = passees(
        "equivalence",
        {"nir": NIR, "ancien_nir": "195119900100340"},
        {"nir": NIR, "ancien_ntt": NTT},
        {"nir": NIR},
    )
    assert poses["ancienne_personne_id"].to_list() == [
        identifiant("nir:1951199001003"),
        identifiant(f"ntt:{NTT}"),
        None,
    ]
    assert rencontrees["personne_id"].to_list() == [identifiant(f"nir:{NIR}")]


@pytest.mark.parametrize(
    "ligne",
    [
        {},
        {"nom": "FICTIF", "prenom": "Bruno", "ne_le": "30111995"},
        {**BRUNO, "ne_le": "99111995"},
        {**BRUNO, "ne_le": "30991995"},
        {**BRUNO, "ne_le": "00111995"},
        {**BRUNO, "nom": "-"},
    ],
)
def test_a_row_about_nobody_is_refused_and_told_what_to_give(ligne):
    assert refusees("inscrit", ligne) == [
        (
            2,
            "nir",
            "identite_absente",
            "ligne 2 : rien ne dit de qui il s'agit ; donnez le NIR (nir), ou le NTT (ntt), ou l'état civil entier "
            "(nom, prenom, ne_le, sexe ; jour et mois de naissance connus).",
        )
    ]


def test_a_wrong_number_is_a_fault_to_mend_whatever_the_civil_state_says():
    assert [(ligne, regle) for ligne, _, regle, _ in refusees("inscrit", BRUNO, {"nir": "1951199001", **BRUNO})] == [
        (3, "nir_invalide")
    ]


def test_a_required_number_that_is_missing_has_one_sentence():
    assert [regle for _, _, regle, _ in refusees("sortie", {"nom": "FICTIF"})] == ["valeur_absente"]


def test_a_wrong_temporary_number_is_told_without_being_quoted():
    (refus,) = refusees("inscrit", {"ntt": "3000000026000005"})
    assert refus[1:] == (
        "ntt",
        "ntt_invalide",
        "ligne 2, colonne ntt : le NTT doit commencer par 1 ou 2 et compter 11 à 40 caractères, sans espace.",
    )


@pytest.mark.parametrize(
    ("ligne", "attendu"),
    [
        ({"nir": NIR, "ancien_nir": "1951399001002"}, ("ancien_nir", "nir_invalide")),
        ({"nir": NIR, "ancien_ntt": "9"}, ("ancien_ntt", "ntt_invalide")),
    ],
)
def test_an_old_number_is_checked_like_a_current_one(ligne, attendu):
    assert [(champ, regle) for _, champ, regle, _ in refusees("equivalence", ligne)] == [attendu]


def test_a_civil_state_without_a_birth_date_is_refused(tmp_path):
    texte = charger("inscription").odcs.to_yaml().replace("naissance: dtnai", "x: dtnai")
    with pytest.raises(ContratRefuse, match="etat_civil lacks naissance"):
        lire(texte, "inscription.odcs.yaml")
