"""References and batch checks of the contracts: read from the standard's own entries, or refused with a sentence."""

import pytest

from pipelines.contracts import ContratRefuse, charger
from pipelines.contracts.lots import controle, maison
from pipelines.contracts.modele import lire
from pipelines.contracts.versions import tous

CONTRAT = """
apiVersion: v3.1.0
kind: DataContract
id: pilotage-essai
name: essai
version: 1.0.0
status: active
slaProperties: [{property: frequency, value: 1, unit: m}, {property: latency, value: 5, unit: d}]
customProperties:
  - {property: cadence, value: mensuelle}
  - {property: delai_declaration_mois, value: 1}
  - {property: lecture, value: {format: propre}}
schema:
  - name: offre
    QUALITE
    properties:
      - {name: id, logicalType: string, classification: ordinaire, customProperties: [{property: passage, value: garde}]}
      - {name: lieu, logicalType: string, classification: CLASSE, RELATION, quality: [{name: repartition, type: custom, engine: greatExpectations, implementation: {}}], customProperties: [{property: passage, value: garde}]}
"""  # noqa: E501 - one column, one line


def contrat(qualite: str = "quality: []", classe: str = "ordinaire", relation: str = "relationships: []"):
    texte = CONTRAT.replace("QUALITE", qualite).replace("CLASSE", classe).replace("RELATION", relation)
    return lire(texte, "essai.odcs.yaml")


def test_a_contract_changes_the_threshold_of_the_house_and_the_nearest_word_counts():
    dite = "name: repartition, type: custom, engine: greatExpectations, implementation: {seuil: 0.3}, severity: erreur"
    offre = contrat("quality: [{" + dite + "}]").entites["offre"]
    assert (offre.controle("volume").seuil, offre.controle("volume").gravite) == (1.6, "avertissement")
    assert (offre.controle("repartition", "id").seuil, offre.controle("repartition", "id").gravite) == (0.3, "erreur")
    assert offre.controle("repartition", "lieu").gravite == "avertissement"


def test_a_batch_check_is_no_rule_of_rows():
    assert contrat().entites["offre"].regles == ()


@pytest.mark.parametrize(
    ("dit", "phrase"),
    [
        (
            {"qualite": "quality: [{name: volumes, type: custom, engine: greatExpectations, implementation: {}}]"},
            "essai.odcs.yaml, offre: batch check « volumes » is not one of structure, volume, quarantaine,",
        ),
        (
            {
                "qualite": "quality: [{name: volume, type: custom, engine: greatExpectations, implementation: {}, "
                "severity: rejet}]"
            },
            "offre: severity « rejet » of a batch check is not avertissement or erreur.",
        ),
        (
            {"classe": "quasi_identifiant"},
            "offre: lieu has no list of codes and is not « ordinaire »: its values cannot be shown.",
        ),
        (
            {"relation": "relationships: [{to: ville.code}]"},
            "offre, reference lieu → ville: « ville » is neither an entity of the contract nor a table of the house.",
        ),
        (
            {"relation": "relationships: [{to: commune.code}]"},
            "offre, reference lieu → commune: « commune.code » does not exist.",
        ),
        (
            {"relation": "relationships: [{to: [offre.id, offre.lieu]}]"},
            "offre, reference lieu → offre: `from` and `to` have not as many columns.",
        ),
    ],
    ids=["check", "severity", "class", "table", "column", "lengths"],
)
def test_what_cannot_be_checked_is_refused(dit, phrase):
    with pytest.raises(ContratRefuse) as refus:
        contrat(**dit)
    assert phrase in str(refus.value)


def test_the_oldest_event_allowed_is_the_cadence_and_both_delays():
    """One month, one month to declare, five days to send."""
    assert contrat().age_maximal == 31 + 31 + 5
    assert charger("comite_local").age_maximal is None


def test_a_reference_of_several_columns_is_read_whole():
    (reference,) = charger("catalogue_formation").entites["session"].references
    assert (reference.nom, reference.cible_colonnes) == ("formation + action → action", ("formation", "action"))
    assert not reference.de_la_maison


def test_a_threshold_is_said_in_french():
    assert maison().controles["volume"].phrase.endswith("à un facteur 1,6 près.")
    assert controle("references", "", ()).phrase.endswith("sauf pour 1 % des lignes au plus.")


def test_every_cadence_of_a_contract_is_one_the_house_compares():
    assert {c.proprietes["cadence"] for c in tous().values()} <= maison().cadences.keys()


def test_every_commune_that_lands_is_looked_for():
    """A column whose pattern is that of an INSEE code names a commune: its contract says so."""
    oubliees = [
        f"{source}.{entite.nom}.{colonne.recu}"
        for source, contrat_ in tous().items()
        for entite in contrat_.entites.values()
        for colonne in entite.colonnes
        if colonne.passage == "garde"
        and (colonne.motif == "(?:[0-9]{2}|2[AB])[0-9]{3}" or colonne.atterrit.startswith("commune"))
        and colonne.recu not in {nom for reference in entite.references for nom in reference.colonnes}
    ]
    assert oubliees == []
