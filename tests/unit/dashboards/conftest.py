"""A fabricated release, served to the readers under test from a folder that holds nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboards.millesime import Millesime
from dashboards.vues import choix
from dashboards.vues.choix import Demande
from tests import millesime_fictif


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dossier = tmp_path_factory.mktemp("public")
    millesime_fictif.ecrire(dossier)
    return dossier


@pytest.fixture(autouse=True)
def _lecteur(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader is told where releases are, and nothing else."""
    monkeypatch.delenv("PILOTAGE_HOME", raising=False)
    monkeypatch.setenv("PILOTAGE_PUBLIC", str(public))


@pytest.fixture
def demander() -> Callable[..., Demande]:
    """`demander(t="dep-59", p="sexe:F")`: what an address asks, read against the release."""
    return lambda **parametres: choix.lire(parametres)


@pytest.fixture
def version(demander) -> Millesime:
    return demander().millesime
