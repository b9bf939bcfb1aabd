"""The first notebook runs from beginning to end on a release, and its functions say what they should."""

import importlib.util
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests import millesime_fictif

CARNET = Path(__file__).parents[3] / "notebooks" / "01_prise_en_main.py"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier = tmp_path_factory.mktemp("public")
    millesime_fictif.ecrire(dossier)
    return dossier


@pytest.fixture
def carnet(public, monkeypatch):
    monkeypatch.setenv("PILOTAGE_PUBLIC", str(public))
    origine = importlib.util.spec_from_file_location("prise_en_main", CARNET)
    module = importlib.util.module_from_spec(origine)
    origine.loader.exec_module(module)
    return module


def test_it_runs_from_beginning_to_end_on_the_folder_of_releases_alone(public, tmp_path):
    environnement = {nom: v for nom, v in os.environ.items() if not nom.startswith("PILOTAGE_")}
    fait = subprocess.run(
        [sys.executable, str(CARNET)],
        env=environnement | {"PILOTAGE_PUBLIC": str(public)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert fait.returncode == 0, fait.stderr[-3000:]


def test_it_is_a_notebook_without_fault():
    fait = subprocess.run(
        [sys.executable, "-m", "marimo", "check", str(CARNET)], capture_output=True, text=True, check=False, timeout=120
    )
    assert fait.returncode == 0, fait.stdout + fait.stderr


def test_it_ends_with_what_cannot_be_concluded_and_knows_nothing_of_the_pipeline():
    texte = CARNET.read_text(encoding="utf-8")
    assert "## Ce que l’on ne peut pas conclure" in texte
    assert "pipelines" not in texte
    assert "dashboards" not in texte


def test_its_chart_draws_the_published_months_and_cuts_the_line(carnet, public):
    _, definitions = carnet.app.run()
    dessines = definitions["connues"]
    publies = carnet.lignes("retour_emploi_6m", "national", "mois").filter(pl.col("valeur").is_not_null())
    assert dessines["valeur"].to_list() == publies["valeur"].to_list()
    par_date = dict(zip(dessines["periode_debut"], dessines["troncon"], strict=True))
    assert (par_date[date(2024, 12, 1)], par_date[date(2025, 1, 1)]) == (0, 1)
    assert definitions["graphique"].to_dict()["layer"]


def test_a_rate_is_checked_from_its_parts(carnet):
    parts = pl.DataFrame({"valeur": [0.25, None, 0.3], "numerateur": [25, None, 35], "denominateur": [100, 40, 100]})
    assert carnet.ecart_maximal(parts) == pytest.approx(0.05)
