"""What an agent reads of the quarantine, of the corrections and of the life of a file."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli.commandes import pilotage
from pipelines.identity import Cles
from pipelines.landing import ingerer
from pipelines.roots import Roots
from tests.unit.landing.maison import BRUNO, CESSATIONS, OMBRA, cessations, corriger, court

FAUTIVE = BRUNO.replace("30/11/1995", "31/11/1995")


@pytest.fixture
def roots(tmp_path: Path, monkeypatch) -> Roots:
    """Two right rows and two refused ones, in two files of two dates."""
    monkeypatch.setenv("PILOTAGE_HOME", str(tmp_path))
    monkeypatch.delenv("PILOTAGE_CLE", raising=False)
    roots = Roots(tmp_path).create()
    cessations(roots, "2025-06-04", OMBRA, OMBRA.replace("OMBRA;01/07/1985;02/06/2025", "OMBRA;01/07/1985;02/09/2025"))
    cessations(roots, "2025-07-04", OMBRA, FAUTIVE, nom="cessations_02_2025-06.csv")
    ingerer(roots, Cles("x" * 32), "inscription")
    return roots


def dire(*arguments: str, attendu: int = 0) -> str:
    fait = CliRunner().invoke(pilotage, list(arguments))
    assert fait.exit_code == attendu, fait.output
    return fait.output


def test_the_list_is_by_rule_and_can_be_narrowed(roots):
    dit = dire("quarantine")
    assert "date_illisible" in dit
    assert "cessation_apres_extraction" in dit
    for filtre in (("--date", "2025-07-04"), ("--regle", "date_illisible"), ("--fichier", "_02_"), ("--ligne", "3")):
        assert "date_illisible" in dire("quarantine", *filtre)
    assert "cessation_apres_extraction" not in dire("quarantine", "--date", "2025-07-04")
    assert "Nothing is in quarantine there" in dire("quarantine", "--source", "rsa")


def test_a_filter_that_can_mean_nothing_is_refused(roots):
    assert "is not a source: " in dire("quarantine", "--source", "inscriptions", attendu=2)
    assert "AAAA-MM-JJ" in dire("quarantine", "--date", "04/07/2025", attendu=2)


def test_an_explanation_says_place_meaning_row_and_ways_out(roots):
    dit = dire("quarantine", "--expliquer", "--fichier", "cessations_02")
    assert "depot/inscription/2025-07-04/cessations_02_2025-06.csv, line 3 (date_illisible, 1 in this file)" in dit
    assert "The column: dtnai : Date de naissance." in dit
    assert "The row (cessation, without identities): date = 10/06/2025, code = 01, DATEXT = 01/07/2025" in dit
    assert ";3;remplacer;dtnai;<valeur>;<motif>;<service>" in dit
    assert not [texte for texte in ("1951199001002", "BRUNO", "31/11/1995") if texte in dit]


def test_the_register_of_corrections_is_shown_without_values(roots):
    assert "holds no correction" in dire("quarantine", "--corrections")
    fichier = court(roots, "cessations_02_2025-06.csv")
    corriger(
        roots,
        "2025-07-10",
        f"inscription;;{fichier};3;remplacer;dtnai;30/11/1995;date confirmée;porte;2026-06-30",
        f"inscription;;{fichier};9;remplacer;dtnai;30/11/1995;date confirmée;porte;2026-06-30",
    )
    assert dire("quarantine", "--corrections").count("en_attente") == 2
    ingerer(roots, Cles("x" * 32), "inscription")
    dit = dire("quarantine", "--corrections", "--source", "inscription")
    assert "active" in dit
    assert f"inscription {fichier}, ligne 9 : le fichier visé n'a pas d'unité à cette ligne" in dit
    assert "30/11/1995" not in dit


def test_the_life_of_a_file(roots):
    chemin = cessations(roots, "2025-06-04", OMBRA)
    ingerer(roots, Cles("y" * 32), "inscription")
    chemin.unlink()
    ingerer(roots, Cles("y" * 32), "inscription")
    dit = dire("status", "--fichier", CESSATIONS)
    assert [dit.count(mot) for mot in ("recu", "retire")] == [2, 1]
    assert "relu" in dire("status", "--fichier", "cessations_02")
    assert "No received file" in dire("status", "--fichier", "inconnu.csv", attendu=1)
