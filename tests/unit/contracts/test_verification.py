"""Checking rows: what is refused, with which words, and what the words never show."""

import polars as pl
import pytest

from pipelines.contracts import charger, verifier
from pipelines.contracts.modele import lire

CONTRAT = lire(
    """
apiVersion: v3.1.0
kind: DataContract
id: pilotage-essai
name: essai
version: 1.0.0
status: active
customProperties: [{property: valeurs_absentes, value: [YYYY]}, {property: lecture, value: {format: json_lignes}}]
schema:
  - name: table
    quality:
      - {name: dans_l_ordre, type: custom, engine: polars, implementation: debut <= fin, description: "la fin précède le début.", severity: rejet}
      - {name: peu_de_postes, type: custom, engine: polars, implementation: postes < 100, description: "beaucoup de postes.", severity: avertissement}
    properties:
      - {name: nom, description: Nom en majuscules., logicalType: string, classification: identite, required: true, logicalTypeOptions: {pattern: '[A-Z]+'}}
      - {name: debut, logicalType: date, classification: ordinaire, logicalTypeOptions: {format: '%d/%m/%Y', minimum: '2000-01-01'}}
      - {name: fin, logicalType: date, classification: sensible, logicalTypeOptions: {format: '%d/%m/%Y'}}
      - {name: postes, logicalType: integer, classification: ordinaire, logicalTypeOptions: {minimum: 1, maximum: 500}}
      - {name: vu, logicalType: timestamp, classification: ordinaire}
      - name: boeth
        logicalType: boolean
        classification: sensible
        customProperties: [{property: vrai, value: [O]}]
        quality: [{type: library, metric: invalidValues, arguments: {validValues: [O, N]}, mustBe: 0}]
""",  # noqa: E501 - one column, one line
    "essai.odcs.yaml",
)
JUSTE = {
    "nom": "MARTIN",
    "debut": "03/03/2025",
    "fin": "04/03/2025",
    "postes": "3",
    "vu": "2025-03-03T08:00:00",
    "boeth": "N",
}


def verifiees(*changements: dict) -> tuple[pl.DataFrame, list[dict]]:
    """One row per change to a right row, numbered from line 2."""
    lignes = [{**JUSTE, **changement} for changement in changements]
    frame = pl.DataFrame(lignes, schema=dict.fromkeys(JUSTE, pl.String)).with_columns(
        fichier=pl.lit(0, pl.UInt32), unite=pl.int_range(2, len(lignes) + 2, dtype=pl.UInt32)
    )
    types, refus = verifier(frame.with_columns(ligne="unite"), CONTRAT.entites["table"], CONTRAT)
    return types, refus.to_dicts()


def test_a_right_row_is_parsed():
    types, refus = verifiees({})
    assert refus == []
    ligne = types.row(0, named=True)
    assert (str(ligne["debut"]), ligne["postes"], ligne["boeth"]) == ("2025-03-03", 3, False)


@pytest.mark.parametrize(
    ("changement", "regle", "phrase"),
    [
        ({"nom": ""}, "valeur_absente", "ligne 2, colonne nom (absente) : une valeur est obligatoire."),
        ({"nom": "  "}, "valeur_absente", "ligne 2, colonne nom (absente) : une valeur est obligatoire."),
        ({"nom": "YYYY"}, "valeur_absente", "ligne 2, colonne nom (absente) : une valeur est obligatoire."),
        (
            {"nom": "martin"},
            "forme_inattendue",
            "ligne 2, colonne nom : la forme n'est pas celle attendue (Nom en majuscules).",
        ),
        (
            {"debut": "31/02/2025"},
            "date_illisible",
            "ligne 2, colonne debut = « 31/02/2025 » : une date JJ/MM/AAAA est attendue, et elle doit exister.",
        ),
        (
            {"fin": "31/02/2025"},
            "date_illisible",
            "ligne 2, colonne fin : une date JJ/MM/AAAA est attendue, et elle doit exister.",
        ),
        ({"debut": "03/03/1925"}, "hors_bornes", "ligne 2, colonne debut = « 03/03/1925 » : pas avant 2000-01-01."),
        ({"postes": "un"}, "nombre_illisible", "ligne 2, colonne postes = « un » : un nombre entier est attendu."),
        ({"postes": "3.5"}, "nombre_illisible", "ligne 2, colonne postes = « 3.5 » : un nombre entier est attendu."),
        ({"postes": "501"}, "hors_bornes", "ligne 2, colonne postes = « 501 » : au plus 500."),
        ({"boeth": "X"}, "code_inconnu", "ligne 2, colonne boeth : code inconnu ; attendus : O, N."),
        ({"fin": "02/03/2025"}, "dans_l_ordre", "ligne 2 : la fin précède le début."),
    ],
)
def test_each_fault_has_one_refusal_and_one_sentence(changement, regle, phrase):
    _, refus = verifiees(changement, {})
    rejets = [r for r in refus if r["gravite"] == "rejet"]
    assert [(r["regle"], r["message"], r["ligne"]) for r in rejets] == [(regle, phrase, 2)]


def test_a_remark_does_not_refuse():
    _, refus = verifiees({"postes": "100"})
    assert [(r["regle"], r["gravite"]) for r in refus] == [("peu_de_postes", "avertissement")]


def test_a_rule_that_cannot_be_decided_refuses():
    """No end: `debut <= fin` is neither true nor false, so the row does not satisfy it."""
    _, refus = verifiees({"fin": ""})
    assert [r["regle"] for r in refus] == ["dans_l_ordre"]


def test_the_day_of_a_utc_timestamp_is_the_day_in_paris():
    """22:30 UTC on 30 June is 00:30 on 1 July in Paris (summer); without Z the clock is that of Paris already."""
    types, refus = verifiees(
        {"vu": "2025-06-30T22:30:00.000Z"}, {"vu": "2025-12-31T22:30:00Z"}, {"vu": "2025-06-30 22:30:00.0"}
    )
    assert refus == []
    assert [str(v) for v in types["vu"]] == ["2025-07-01 00:30:00", "2025-12-31 23:30:00", "2025-06-30 22:30:00"]


@pytest.mark.parametrize("texte", ["2025-06-30T22:30:00+02:00", "2025-06-31T22:30:00Z", "2025-06-30", "hier"])
def test_other_timestamps_are_refused(texte):
    _, refus = verifiees({"vu": texte})
    assert [r["regle"] for r in refus] == ["horodatage_illisible"]


def test_a_value_that_is_not_ordinary_is_never_shown():
    _, refus = verifiees({"nom": "martin-sans-majuscule"}, {"fin": "n'importe quand"}, {"boeth": "peut-être"})
    assert len(refus) == 3
    texte = " ".join(r["message"] for r in refus)
    assert not [mot for mot in ("martin", "importe", "peut-") if mot in texte]


def test_no_row_no_refusal():
    contrat = charger("offre")
    vide = pl.DataFrame(schema=dict.fromkeys(["fichier", "unite", "ligne"], pl.UInt32)).with_columns(
        pl.lit(None, pl.String).alias(colonne.recu) for colonne in contrat.entites["offre"].colonnes
    )
    types, refus = verifier(vide, contrat.entites["offre"], contrat)
    assert (types.height, refus.height) == (0, 0)


@pytest.mark.parametrize("valeur", ["1850799001001", "voir le 06 12 34 56 78", "jeanne@exemple.invalid"])
def test_an_identity_in_a_column_that_lands_as_it_came_refuses_its_row(valeur):
    """A label without a list of codes is kept as it is: a number or an address put there would be in the lake."""
    entite = charger("webrsa").entites["orientation"]
    ligne = dict.fromkeys((c.recu for c in entite.colonnes), None) | {"structurereferente": valeur}
    frame = pl.DataFrame([ligne], schema=dict.fromkeys(ligne, pl.String)).select(
        *(pl.lit(1, pl.UInt32).alias(nom) for nom in ("fichier", "unite", "ligne")), pl.all()
    )
    _, refus = verifier(frame, entite, charger("webrsa"))
    (message,) = refus.filter(pl.col("champ") == "structurereferente")["message"]
    assert message == (
        "ligne 1, colonne structurereferente : un numéro de sécurité sociale, de téléphone ou une adresse électronique "
        "n'a rien à faire ici."
    )


def test_what_is_not_a_finite_number_is_refused():
    """« nan » and « inf » would be targets that nothing reaches; a number too large to be held is no number either."""
    contrat = charger("objectif")
    entite = contrat.entites["objectif"]
    ligne = {"indicateur": "taux_pourvoi_30j", "territoire_niveau": "departement", "territoire_code": "01"}
    ligne |= {"periode_debut": "2025-01-01", "periode_fin": "2025-12-31", "date_decision": "2025-03-10"}
    ligne |= {"valeur_initiale": "0.4", "auteur": "Comité"}
    cibles = ["0.6", "6e-1", "nan", "NaN", "inf", "-inf", "1e400"]
    frame = pl.DataFrame(
        [ligne | {"valeur_cible": cible} for cible in cibles],
        schema=dict.fromkeys([colonne.recu for colonne in entite.colonnes], pl.String),
    ).with_columns(fichier=pl.lit(0, pl.UInt32), unite=pl.int_range(2, len(cibles) + 2, dtype=pl.UInt32))
    types, refus = verifier(frame.with_columns(ligne="unite"), entite, contrat)
    assert types["valeur_cible"].to_list() == [0.6, 0.6, None, None, None, None, None]
    assert refus.select("ligne", "champ", "regle").rows() == [
        (ligne, "valeur_cible", "nombre_illisible") for ligne in range(4, 9)
    ]
