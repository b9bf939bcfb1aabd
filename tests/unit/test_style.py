"""The house style is checked by machine: ruff for Python, sqlfluff for SQL."""

import itertools
import subprocess
import sys
from pathlib import Path

RACINE = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def _lancer(*commande: str) -> None:
    fait = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=False)
    assert fait.returncode == 0, fait.stdout + fait.stderr


def test_python_is_linted():
    _lancer(str(BIN / "ruff"), "check", ".")


def test_python_is_formatted():
    _lancer(str(BIN / "ruff"), "format", "--check", ".")


def test_sql_is_linted():
    # Macros are fragments: they are linted where the models render them.
    _lancer(str(BIN / "sqlfluff"), "lint", "--disable-progress-bar", "dbt_project/models")


def test_the_lock_file_names_no_host_and_is_hashed():
    lignes = (RACINE / "requirements.lock").read_text().splitlines()
    assert not [ligne for ligne in lignes if "://" in ligne or ligne.startswith(("-", "/"))]
    assert all("--hash=" in suite for ligne, suite in itertools.pairwise(lignes) if "==" in ligne)
