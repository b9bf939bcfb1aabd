"""The life of each file: one line per event, whatever a stop left half done."""

from datetime import date

import pytest

from pipelines.identity import Cles
from pipelines.landing import ingerer, journal, lister_journal, partition
from pipelines.roots import Roots
from tests.unit.landing.maison import BRUNO, CESSATIONS, OMBRA, atterrir, cessations

JOUR = "2025-07-04"


def vie(roots: Roots) -> list[tuple]:
    evenements = lister_journal(roots)
    pourquoi = ["pourquoi"] if "pourquoi" in evenements.columns else []
    return evenements.select("nom", "evenement", "statut", "acceptees", *pourquoi).rows()


def test_a_file_received_is_told_once(roots):
    cessations(roots, JOUR, OMBRA, BRUNO)
    for _ in range(3):
        atterrir(roots)
    assert vie(roots) == [(CESSATIONS, "recu", "accepte", 2)]


def test_what_had_a_file_read_again_is_told(roots, monkeypatch):
    cessations(roots, JOUR, OMBRA)
    atterrir(roots)
    ingerer(roots, Cles("y" * 32), "inscription")
    monkeypatch.setattr(partition, "VERSION", 1000)
    atterrir(roots)
    assert vie(roots) == [
        (CESSATIONS, "recu", "accepte", 1, None),
        (CESSATIONS, "relu", "accepte", 1, ["cle"]),
        (CESSATIONS, "relu", "accepte", 1, ["code", "cle"]),
    ]


def test_a_neighbour_is_no_event_unless_it_changes_the_outcome(roots):
    """A second file of the date has the first read again, without a word; an earlier copy makes it a duplicate."""
    cessations(roots, JOUR, OMBRA)
    atterrir(roots)
    cessations(roots, JOUR, BRUNO, nom="cessations_02_2025-06.csv")
    atterrir(roots)
    assert [ligne[:2] for ligne in vie(roots)] == [(CESSATIONS, "recu"), ("cessations_02_2025-06.csv", "recu")]
    cessations(roots, "2025-07-03", OMBRA)
    atterrir(roots)
    assert (CESSATIONS, "relu", "doublon", 0, ["fichiers"]) in vie(roots)


def test_a_replaced_file_and_a_removed_one(roots):
    chemin = cessations(roots, JOUR, OMBRA)
    atterrir(roots)
    cessations(roots, JOUR, BRUNO)
    atterrir(roots)
    chemin.unlink()
    for _ in range(2):
        atterrir(roots)
    assert [evenement for _, evenement, *_ in vie(roots)] == ["recu", "recu", "retire"]
    assert lister_journal(roots)["fichier"].n_unique() == 2


def test_a_stop_between_the_ledger_and_the_journal_loses_nothing(roots, monkeypatch):
    cessations(roots, JOUR, OMBRA)
    with monkeypatch.context() as panne:
        panne.setattr(journal, "_ajouter", _tomber)
        with pytest.raises(KeyboardInterrupt):
            atterrir(roots)
    assert lister_journal(roots).is_empty()
    assert atterrir(roots).deposees == 0
    assert vie(roots) == [(CESSATIONS, "recu", "accepte", 1)]


def test_a_line_cut_by_a_stop_is_told_again_whole(roots):
    cessations(roots, JOUR, OMBRA)
    cessations(roots, JOUR, BRUNO, nom="cessations_02_2025-06.csv")
    atterrir(roots)
    chemin = journal.chemin_du_journal(roots, "inscription", date.fromisoformat(JOUR))
    chemin.write_bytes(chemin.read_bytes()[:-20])
    assert [nom for nom, *_ in vie(roots)] == [CESSATIONS]
    atterrir(roots)
    assert [nom for nom, *_ in vie(roots)] == [CESSATIONS, "cessations_02_2025-06.csv"]


def _tomber(*_: object) -> None:
    raise KeyboardInterrupt
