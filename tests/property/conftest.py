from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.roots import Roots


@pytest.fixture
def maison(tmp_path: Path) -> Callable[[str], Roots]:
    """A new house under the name given."""
    return lambda nom: Roots(tmp_path / nom).create()
