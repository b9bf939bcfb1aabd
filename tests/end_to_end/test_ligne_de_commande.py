"""What the command line refuses: a sentence and an exit code (0 done, 1 input refused, 2 wrong usage, 3 blocked)."""

import os
import subprocess

import pytest

from tests.conftest import PILOTAGE, lancer


def test_without_a_key_nothing_is_ingested(tmp_path):
    environnement = {c: v for c, v in os.environ.items() if c != "PILOTAGE_CLE"}
    environnement |= {"PILOTAGE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "configuration")}
    fait = subprocess.run([str(PILOTAGE), "ingest"], env=environnement, capture_output=True, text=True, check=False)
    assert fait.returncode == 1
    assert "PILOTAGE_CLE" in fait.stderr
    assert not (tmp_path / "configuration").exists(), "only a demonstration makes a key"


def test_an_empty_depot_is_said(tmp_path):
    assert "holds no file" in lancer(tmp_path, "run", attendu=3)


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (["build", "--date-observation", "30/06/2026"], "AAAA-MM-JJ"),
        (["simulate", "--personnes", "500", "--dernier-mois", "juin"], "AAAA-MM"),
        (["simulate", "--personnes", "3"], "100"),
        (["publier"], "publier"),
    ],
)
def test_wrong_usage_is_explained(tmp_path, arguments, phrase):
    assert phrase in lancer(tmp_path, *arguments, attendu=2)


def test_nothing_to_serve_and_nothing_to_verify(tmp_path):
    assert "pilotage run" in lancer(tmp_path, "serve", attendu=1)
    assert "no release" in lancer(tmp_path, "verify", attendu=1)


def test_an_estimate_writes_nothing(tmp_path):
    assert "MB" in lancer(tmp_path, "simulate", "--personnes", "60000", "--estimer")
    assert not list(tmp_path.rglob("*"))
