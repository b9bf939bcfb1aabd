"""A house outlives the folder of the code: a new version is often put elsewhere."""

import os
import subprocess

from pipelines.definitions.modeles import arguments_dbt
from pipelines.roots import Roots
from tests.dbt.conftest import DBT
from tests.dbt.mutation import maison_vide


def test_a_house_is_built_again_by_the_project_from_another_folder(tmp_path, projet):
    """What dbt remembers of the first folder, in the house, names files that are no more."""
    roots = Roots(maison_vide(tmp_path / "maison"))
    for dossier in ("ici", "ailleurs"):
        projet = projet.rename(tmp_path / dossier)
        fait = subprocess.run(
            [str(DBT), *arguments_dbt(roots, projet), "--select", "nature_contrat", "smic"],
            env={**os.environ, "PILOTAGE_HOME": str(roots.home), "DO_NOT_TRACK": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert fait.returncode == 0, fait.stdout
