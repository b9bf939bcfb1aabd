"""A copy of the dbt project, so that nothing is written in the checkout, and dbt run on it for a house."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
DBT = Path(sys.executable).parent / "dbt"


@pytest.fixture(scope="session")
def dbt() -> Callable[..., subprocess.CompletedProcess[str]]:
    def _dbt(maison: Path, projet: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(DBT), "--quiet", *arguments, "--project-dir", str(projet), "--profiles-dir", str(projet)],
            env={**os.environ, "PILOTAGE_HOME": str(maison), "DBT_LOG_PATH": str(maison), "DO_NOT_TRACK": "1"},
            capture_output=True,
            text=True,
            check=False,
        )

    return _dbt


@pytest.fixture(scope="module")
def projet(tmp_path_factory) -> Path:
    sans = shutil.ignore_patterns("target", "logs", ".user.yml")
    return shutil.copytree(RACINE / "dbt_project", tmp_path_factory.mktemp("projet") / "dbt_project", ignore=sans)
