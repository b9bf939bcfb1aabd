from pathlib import Path

import pytest

from pipelines.roots import Roots


@pytest.fixture
def roots(tmp_path: Path) -> Roots:
    return Roots(tmp_path / "maison").create()
