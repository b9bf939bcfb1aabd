"""From a refused row to an accepted one, as an agent does it: explain, correct, replay, see the source fix it."""

import json

import pytest

from pipelines.roots import Roots
from tests.conftest import lancer
from tests.unit.landing.maison import BRUNO, CESSATIONS, OMBRA, cessations, corriger, court

FAUTIVE = BRUNO.replace("30/11/1995", "31/11/1995")


@pytest.fixture
def roots(tmp_path) -> Roots:
    roots = Roots(tmp_path).create()
    cessations(roots, "2025-07-04", OMBRA, FAUTIVE)
    lancer(tmp_path, "ingest")
    return roots


def test_a_refused_row_is_corrected_replayed_then_fixed_by_its_source(roots):
    assert "date_illisible" in lancer(roots.home, "quarantine", "--expliquer")
    assert "Nothing has changed" in lancer(roots.home, "quarantine", "--rejouer")
    fichier = court(roots, CESSATIONS)
    corriger(
        roots,
        "2025-07-10",
        f"inscription;;{fichier};3;remplacer;dtnai;30/11/1995;date confirmée par l'agence;porte;2026-06-30",
    )
    dit = lancer(roots.home, "quarantine", "--rejouer", "--source", "inscription")
    assert "1 reception dates were landed again." in dit
    assert "inscription: +1 units accepted, 0 still refused." in dit
    assert "active" in lancer(roots.home, "quarantine", "--corrections")
    cessations(roots, "2025-08-04", BRUNO, nom="cessations_01_2025-06_corrige.csv")
    dit = lancer(roots.home, "ingest")
    assert f"correction de inscription, fichier {fichier}, ligne 3 : la source a renvoyé cet enregistrement" in dit
    assert "sans_objet" in lancer(roots.home, "quarantine", "--corrections")
    assert "recu" in lancer(roots.home, "status", "--fichier", fichier)


def test_counts_that_do_not_add_up_are_said_and_block(roots):
    chemin = roots.registre / "inscription" / "2025-07-04.jsonl"
    ligne = json.loads(chemin.read_text())
    chemin.write_text(json.dumps(ligne | {"unites_recues": 5}) + "\n")
    dit = lancer(roots.home, "ingest", attendu=3)
    assert f"inscription 2025-07-04, {CESSATIONS}: 5 units received, but 1 acceptees + 1 quarantaine" in dit
