"""Received files for the readers: the shared samples, and texts written by hand."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines.sources import FichierRecu, Lecture, toutes

EXEMPLES = Path(__file__).parents[2] / "exemples"


@pytest.fixture
def recu(tmp_path: Path) -> Callable[..., FichierRecu]:
    """Write a file as if it had been received, and describe it."""

    def _recu(nom: str, octets: bytes | str, source: str = "dsn") -> FichierRecu:
        octets = octets.encode("latin-1") if isinstance(octets, str) else octets
        (tmp_path / nom).write_bytes(octets)
        return FichierRecu(tmp_path / nom, source, date(2025, 7, 10), "0" * 64, len(octets))

    return _recu


@pytest.fixture
def lire(recu: Callable[..., FichierRecu]) -> Callable[..., Lecture]:
    """Read a lot of files given as name=content, with the reader of `source`."""

    def _lire(source: str, fichiers: dict[str, bytes | str]) -> Lecture:
        return toutes()[source].lire([recu(nom, octets, source) for nom, octets in fichiers.items()])

    return _lire


@pytest.fixture
def exemple() -> Callable[[str], bytes]:
    """A shared sample; the DSN ones are test sends there, and real ones here."""

    def _exemple(nom: str) -> bytes:
        return (EXEMPLES / nom).read_bytes().replace(b"S10.G00.00.005,'01'", b"S10.G00.00.005,'02'")

    return _exemple
