"""`pilotage audit`: the report on the screen and in a file, the exit code of an attack that succeeds."""

import json

import pytest
from click.testing import CliRunner

from pipelines.cli.commandes import pilotage
from tests.unit.audit import fabrique


@pytest.fixture
def auditer(tmp_path, monkeypatch):
    """Publish a table of invented persons, audit it."""
    monkeypatch.setenv("PILOTAGE_HOME", str(tmp_path))

    def lancer(table):
        fabrique.ecrire(tmp_path / "public", table)
        sortie = tmp_path / "audit.json"
        arguments = ["audit", "2026-01-31", "--echantillon", "5", "--sortie", str(sortie)]
        return CliRunner().invoke(pilotage, arguments), json.loads(sortie.read_text(encoding="utf-8"))

    return lancer


@pytest.fixture(scope="module")
def table():
    exactes = fabrique.cellules(fabrique.tirer_les_personnes(nombre=300))
    return fabrique.proteger(exactes).filter(indicateur="inscrits_stock")


def test_a_release_that_holds(auditer, table):
    fait, rapport = auditer(table)
    assert fait.exit_code == 0, fait.output
    assert "Verdict : aucune attaque n'a réussi." in fait.output
    assert (rapport["tient"], len(rapport["constats"])) == (True, 7)


def test_a_release_that_gives_something_away(auditer, table):
    fait, rapport = auditer(table[1:])
    assert fait.exit_code == 1
    assert "une case annoncée n'a pas de ligne (1 fois)" in fait.output
    assert not rapport["tient"]


def test_a_release_that_is_not_there(tmp_path, monkeypatch):
    monkeypatch.setenv("PILOTAGE_HOME", str(tmp_path))
    assert CliRunner().invoke(pilotage, ["audit", "2026-01-31"]).exit_code == 1
