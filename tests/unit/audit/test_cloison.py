"""The attacker shares no code with the defence."""

import ast
from pathlib import Path

import pytest

AUDIT = Path(__file__).parents[3] / "pipelines" / "audit"
INTERDITS = ("disclosure", "identity", "landing", "release", "roots")


@pytest.mark.parametrize("fichier", sorted(AUDIT.glob("*.py")), ids=lambda fichier: fichier.stem)
def test_no_module_of_the_attacker_imports_the_defence(fichier):
    importes = []
    for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.ImportFrom):
            importes += [f"{noeud.module}.{alias.name}" for alias in noeud.names]
        elif isinstance(noeud, ast.Import):
            importes += [alias.name for alias in noeud.names]
    assert not [nom for nom in importes if nom.startswith(tuple(f"pipelines.{piece}" for piece in INTERDITS))]
