"""What lands is a function of the dépôt: not of the order in which it is read or was filled, nor of how often.

The journal is not compared: it is a log, that tells when each thing happened.
"""

import random
from datetime import date

import pytest

from pipelines.landing import controler_les_comptes, dates_de_reception, ingerer, lister_corrections
from pipelines.roots import Roots
from tests.property.depots import CLES, SOURCES, comptes, depot, empreintes, recevoir, un

JOURS = [date(2025, 7, 10), date(2025, 7, 11), date(2025, 7, 12)]


def ingerer_tout(roots: Roots) -> None:
    for source in SOURCES:
        ingerer(roots, CLES, source)


@pytest.fixture
def de_reference(maison) -> Roots:
    roots = maison("reference")
    recevoir(roots, depot())
    ingerer_tout(roots)
    return roots


def test_the_depot_of_reference_holds_what_it_is_said_to(de_reference):
    """A file sent again, a broken one, a corrected row: without them, the order could not show."""
    par_nom = {nom: (statut, *comptes_) for _, _, nom, statut, *comptes_ in comptes(de_reference)}
    assert par_nom["renvoi.dsn"] == ("doublon", 3, 0, 0, 3, 0)
    assert par_nom["beneficiaires_69_2025-06.xml"][0] == "refuse"
    assert par_nom["inscriptions_69_2025-03.csv"] == ("accepte", 3, 3, 0, 0, 0)
    assert lister_corrections(de_reference)["etat"].to_list() == ["active"]
    assert [source for source in SOURCES if dates_de_reception(de_reference, source)] == list(SOURCES)
    assert list(controler_les_comptes(de_reference)) == []


@pytest.mark.parametrize("graine", range(6))
def test_the_order_of_arrival_and_of_processing_does_not_show(maison, de_reference, graine):
    """Files written in another order, then sources and dates landed in any order, one at a time."""
    alea, arrivees = random.Random(graine), depot()
    alea.shuffle(arrivees)
    roots = maison("autre")
    recevoir(roots, arrivees)
    etapes = [(source, jour) for source in SOURCES for jour in JOURS]
    alea.shuffle(etapes)
    for source, jour in etapes:
        ingerer(roots, CLES, source, [jour])
    assert empreintes(roots) == empreintes(de_reference)
    assert comptes(roots) == comptes(de_reference)


@pytest.mark.parametrize("graine", range(4))
def test_files_that_arrive_between_runs_lead_to_the_same_house(maison, de_reference, graine):
    """The dépôt filled in three times, everything ingested after each; the correction may come before what it names."""
    alea, arrivees = random.Random(graine), depot()
    alea.shuffle(arrivees)
    roots = maison("autre")
    for debut in range(3):
        recevoir(roots, arrivees[debut::3])
        ingerer_tout(roots)
    ingerer_tout(roots)
    assert empreintes(roots) == empreintes(de_reference)


def test_ingesting_twice_changes_nothing(de_reference):
    avant = empreintes(de_reference)
    for source in SOURCES:
        assert ingerer(de_reference, CLES, source).deposees == 0
    assert empreintes(de_reference) == avant


@pytest.mark.parametrize(
    ("source", "nom", "autre"),
    [
        ("dsn", "mensuelle_interim", "renvoi_interim.dsn"),
        ("inscription", "inscriptions", "inscriptions_01_2025-03_bis.csv"),
        ("rsa", "beneficiaires", "beneficiaires_01_2025-06_bis.xml"),
        ("orientation", "orientations", "orientations_01_2025-03_bis.jsonl"),
        ("offre", "offres", "offres_2025-06_bis.jsonl"),
        ("formation", "stagiaires", "stagiaires_2025-09_bis.csv"),
    ],
)
def test_a_file_sent_again_counts_as_duplicates_and_changes_nothing_else(maison, de_reference, source, nom, autre):
    """The next day, and once more under another name."""
    fichier = un(source, nom)
    roots = maison("renvoyee")
    renvois = [(source, "2025-07-13", fichier), (source, "2025-07-13", fichier.avec(fichier.octets, nom=autre))]
    recevoir(roots, depot() + renvois)
    ingerer_tout(roots)
    ajoutes = {lieu: empreinte for lieu, empreinte in empreintes(roots).items() if "2025-07-13" not in lieu}
    assert ajoutes == empreintes(de_reference)
    (unites,) = {recues for _, _, n, _, recues, *_ in comptes(de_reference) if n == fichier.nom}
    renvoyes = [ligne for ligne in comptes(roots) if ligne[1] == "2025-07-13"]
    assert [ligne[3:] for ligne in renvoyes] == [("doublon", unites, 0, 0, unites, 0)] * 2
    assert list(controler_les_comptes(roots)) == []
