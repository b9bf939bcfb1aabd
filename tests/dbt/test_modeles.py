"""The SQL of the indicator layer: it builds on an empty lake, its unit tests pass, and they can fail."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines import catalogue, territories
from pipelines.landing import ecrire_livraisons
from pipelines.roots import Roots

RACINE = Path(__file__).parents[2]
DBT = Path(sys.executable).parent / "dbt"
MUTATIONS = {
    "parcours/inscription_periodes.sql": ("<= 15", "<= 14"),
    "parcours/emplois.sql": ("<= 7", "< 7"),
    "indicateurs/parts_retour_emploi.sql": ("emploi_debut <= fenetre_fin", "emploi_debut < fenetre_fin"),
}


def _dbt(maison: Path, projet: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(DBT), "--quiet", *arguments, "--project-dir", str(projet), "--profiles-dir", str(projet)],
        env={**os.environ, "PILOTAGE_HOME": str(maison), "DBT_LOG_PATH": str(maison), "DO_NOT_TRACK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def projet(tmp_path_factory) -> Path:
    """A copy of the project, so that nothing is written in the checkout."""
    sans = shutil.ignore_patterns("target", "logs", ".user.yml")
    return shutil.copytree(RACINE / "dbt_project", tmp_path_factory.mktemp("projet") / "dbt_project", ignore=sans)


@pytest.fixture(scope="module")
def maison(tmp_path_factory, projet) -> Path:
    """A house where nothing was received: the empty tables and the context are all dbt finds."""
    roots = Roots(tmp_path_factory.mktemp("maison_vide")).create()
    ecrire_livraisons(roots)
    territories.ecrire_contexte(territories.charger(), roots.contexte)
    catalogue.ecrire_contexte(catalogue.charger(), roots.contexte)
    pl.DataFrame({"date_observation": [date(2026, 7, 25)]}).write_parquet(roots.contexte / "observation.parquet")
    fait = _dbt(roots.home, projet, "build", "--exclude-resource-type", "unit_test")
    assert fait.returncode == 0, fait.stdout
    # the adapter writes an empty result as one row of nulls
    assert pl.read_parquet(roots.cellules).drop_nulls("indicateur").is_empty()
    return roots.home


def test_every_unit_test_passes_and_every_family_has_one(maison, projet):
    fait = _dbt(maison, projet, "test", "--select", "test_type:unit")
    assert fait.returncode == 0, fait.stdout
    resultats = json.loads((projet / "target" / "run_results.json").read_text())["results"]
    assert all(r["status"] == "pass" for r in resultats)
    manifeste = json.loads((projet / "target" / "manifest.json").read_text())
    eprouves = {test["model"] for test in manifeste["unit_tests"].values()}
    parts = {n["name"] for n in manifeste["nodes"].values() if n["name"].startswith("parts_")}
    assert len(parts) == 7
    assert parts <= eprouves
    parcours = {"inscription_periodes", "entrees", "emplois", "emploi_transferts", "emploi_spells", "offre_postes"}
    sommes = {
        "atomes",
        "cellules_mois",
        "medianes",
        "periodes",
        "calendrier",
        "livraisons_manquantes",
        "couverture_dsn",
    }
    assert parcours | sommes <= eprouves


@pytest.mark.parametrize("modele", MUTATIONS)
def test_a_wrong_bound_is_caught_by_a_unit_test(maison, projet, modele):
    chemin, (juste, faux) = projet / "models" / modele, MUTATIONS[modele]
    texte = chemin.read_text()
    assert juste in texte
    chemin.write_text(texte.replace(juste, faux))
    try:
        fait = _dbt(maison, projet, "test", "--select", f"{chemin.stem},test_type:unit")
    finally:
        chemin.write_text(texte)
    assert fait.returncode == 1, "the mutant survives"
    assert "Got 1 result, configured to fail" in fait.stdout or "ailure in unit_test" in fait.stdout
