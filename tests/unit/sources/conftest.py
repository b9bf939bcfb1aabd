"""Received files for the readers: the shared samples, and texts written by hand."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from pipelines.contracts import charger, verifier
from pipelines.contracts.refus import REJET
from pipelines.identity import Cles
from pipelines.landing.depot import Entree
from pipelines.landing.lot import LotPose, traiter
from pipelines.sources import FichierRecu, Lecture, toutes

EXEMPLES = Path(__file__).parents[2] / "exemples"
EXEMPLES_PAR_SOURCE = Path(__file__).parent / "exemples"
RECEPTION = date(2025, 7, 20)


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


@pytest.fixture
def cles() -> Cles:
    return Cles("une clé d'essai, assez longue pour être acceptée")


@pytest.fixture
def poser(cles: Cles) -> Callable[..., LotPose]:
    """Read, check and land example files of one source, received together."""

    def _poser(source: str, *noms: str) -> LotPose:
        chemins = [EXEMPLES_PAR_SOURCE / source / nom for nom in noms]
        lot = [
            Entree(
                chemin,
                RECEPTION,
                octets_du_porteur=chemin.stat().st_size,
                mtime_ns=0,
                octets=chemin.stat().st_size,
                sha256=sha256(chemin.read_bytes()).hexdigest(),
            )
            for chemin in chemins
        ]
        (pose,) = traiter(toutes()[source], lot, charger(source), cles)
        return pose

    return _poser


@pytest.fixture
def fautes() -> Callable[..., tuple[list, list]]:
    """(refusals, remarks) of an example file, each (line, column, rule), a fault told once though two entities see it.

    A remark on the whole file has no line.
    """

    def _fautes(source: str, nom: str) -> tuple[list, list]:
        chemin = EXEMPLES_PAR_SOURCE / source / nom
        recu = FichierRecu(chemin, source, RECEPTION, "0" * 64, chemin.stat().st_size)
        lecture, contrat = toutes()[source].lire([recu]), charger(source)
        refus = [lecture.refus]
        refus += [verifier(lecture.entites[entite.nom], entite, contrat)[1] for entite in contrat.entites.values()]
        tous = pl.concat(refus, how="vertical_relaxed")
        rejet = pl.col("gravite") == REJET
        rejets, remarques = (
            tous.filter(lesquels).select("ligne", "champ", "regle").unique().sort("ligne", "champ", "regle").rows()
            for lesquels in (rejet, ~rejet)
        )
        return rejets, remarques

    return _fautes
