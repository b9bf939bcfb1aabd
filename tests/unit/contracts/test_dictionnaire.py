"""The page of each source is what its contract says, and docs/sources/ is what the contracts of today would write."""

import pytest

from pipelines.contracts import charger
from pipelines.contracts.dictionnaire import DOSSIER, dictionnaire, pages
from pipelines.contracts.versions import tous

SOURCES = sorted(tous())


def test_the_pages_are_those_of_the_contracts_of_today():
    ecrites = {chemin.name: chemin.read_text(encoding="utf-8") for chemin in DOSSIER.glob("*.md")}
    attendues = pages(tous())
    assert ecrites.keys() == attendues.keys()
    perimees = [nom for nom, texte in attendues.items() if ecrites[nom] != texte]
    assert perimees == [], "run `python -m pipelines.contracts.dictionnaire`"


@pytest.mark.parametrize("source", SOURCES)
def test_the_page_names_every_received_column_rule_and_reference(source):
    contrat = charger(source)
    page = dictionnaire(contrat)
    assert page.startswith(f"# Source « {source} »")
    for mot in ("Tenue par", "Base légale", "Cadence", "Délai d'envoi", "Conservation"):
        assert f"- {mot} : " in page
    for entite in contrat.entites.values():
        for colonne in entite.colonnes:
            assert f"| `{colonne.recu}` |" in page
        for regle in entite.regles:
            assert f"- `{regle.nom}` : " in page


def test_the_page_says_what_becomes_of_an_identity():
    page = dictionnaire(charger("inscription"))
    ligne_nir = next(ligne for ligne in page.splitlines() if ligne.startswith("| `nir` |"))
    assert "pseudonyme de personne" in ligne_nir
    ligne_nom = next(ligne for ligne in page.splitlines() if ligne.startswith("| `nom` |"))
    assert "écartée" in ligne_nom


def test_the_page_says_what_is_looked_for_elsewhere_and_what_is_asked_of_a_delivery():
    page = dictionnaire(charger("offre"))
    assert "- `commune` se trouve dans les communes de France." in page
    assert "- `id` se trouve dans `offre` de la même livraison." in page
    assert "- L'événement le plus récent d'une livraison a au plus 65 jours." in page
    assert "- `offre`, `typeContrat` : les valeurs reçues sont suivies comme des codes." in page
