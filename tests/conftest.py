"""What several test folders share: one synthetic France, taken through the whole pipeline once per session.

The workers of a parallel run share it: the first that needs it makes it, the others wait. Its tests change nothing in
it; those that use `petite_france`, which they may change, stand in one file (a file runs on one worker).
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import filelock
import pytest

from pipelines.roots import Roots

CLE = "clé de test, plus longue que trente-deux caractères"
PILOTAGE = Path(sys.executable).parent / "pilotage"


@dataclass(frozen=True)
class Maison:
    """A house on disk and what its last command said."""

    roots: Roots
    sortie: str

    def lancer(self, *arguments: str, attendu: int = 0) -> str:
        """Run `pilotage …` in this house as a user would; fail the test unless it exits with `attendu`."""
        return lancer(self.roots.home, *arguments, attendu=attendu)


def lancer(home: Path, *arguments: str, attendu: int = 0) -> str:
    environnement = {**os.environ, "PILOTAGE_HOME": str(home), "PILOTAGE_CLE": CLE, "COLUMNS": "200"}
    fait = subprocess.run(
        [str(PILOTAGE), *arguments], env=environnement, capture_output=True, text=True, check=False, timeout=1800
    )
    texte = fait.stdout + fait.stderr
    assert fait.returncode == attendu, f"pilotage {' '.join(arguments)} exited {fait.returncode}\n{texte[-6000:]}"
    return texte


def _france(dossier: Path, personnes: int, mois: int, graine: int) -> Maison:
    sortie = lancer(dossier, "run", "--personnes", str(personnes), "--mois", str(mois), "--graine", str(graine))
    return Maison(Roots(dossier), sortie)


@pytest.fixture(scope="session")
def france(tmp_path_factory: pytest.TempPathFactory) -> Maison:
    """20,000 registered persons, 30 months: late, duplicated and correcting files, planted truths and defects."""
    base = tmp_path_factory.getbasetemp()
    commun = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    dossier, sortie = commun / "france", commun / "france.txt"
    with filelock.FileLock(commun / "france.lock"):
        if not sortie.exists():
            sortie.write_text(_france(dossier, 20_000, 30, 7).sortie)
    return Maison(Roots(dossier), sortie.read_text())


@pytest.fixture(scope="module")
def petite_france(tmp_path_factory: pytest.TempPathFactory) -> Maison:
    """600 persons, 15 months: for tests that change the house or build it twice."""
    return _france(tmp_path_factory.mktemp("petite_france"), 600, 15, 3)
