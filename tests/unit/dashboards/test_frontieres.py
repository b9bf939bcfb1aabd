"""The walls between rooms: readers know the release and nothing of how it is made."""

import ast
from pathlib import Path

import pytest

import dashboards
from dashboards.graphiques import theme

RACINE = Path(dashboards.__file__).parent
MODULES = sorted(RACINE.rglob("*.py"))


def _imports(module: Path) -> set[str]:
    noms = set()
    for noeud in ast.walk(ast.parse(module.read_text())):
        if isinstance(noeud, ast.Import):
            noms |= {alias.name for alias in noeud.names}
        elif isinstance(noeud, ast.ImportFrom):
            noms |= {noeud.module or ""} | {f"{noeud.module}.{alias.name}" for alias in noeud.names}
    return noms


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(RACINE)))
def test_readers_import_nothing_of_the_pipeline(module):
    assert not {nom for nom in _imports(module) if nom.split(".")[0] == "pipelines"}


@pytest.mark.parametrize("piece", ["vues", "graphiques"])
def test_views_and_charts_know_nothing_of_streamlit(piece):
    for module in (RACINE / piece).glob("*.py"):
        assert not {nom for nom in _imports(module) if nom.split(".")[0] in {"streamlit", "starlette"}}


def test_the_style_uses_the_colours_of_the_theme():
    style = (RACINE / "statique" / "style.css").read_text()
    for nom in ("ENCRE", "SECONDAIRE", "PRINCIPALE", "FOND", "GRILLE", "BORDURE", "ALERTE"):
        assert f"--{nom.lower()}: {getattr(theme, nom)};" in style
