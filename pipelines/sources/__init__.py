"""Reading received files: one module per format, each turning a lot of files into rows and refusals.

A source needs code of its own only when its contract cannot say how it is written (a tree, a norm).
Belongs here: what a format *is* (carrier, encoding, separators, tree, norm years). Does not: what a row must satisfy
(contracts/), who a person is (identity/), where rows are written and counted (landing/). A reader opens files, yields
frames of strings named as in the contract, and knows nothing else.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import polars as pl

FICHIERS = {
    "fichier": pl.UInt32,
    "emetteur": pl.String,
    "mois": pl.Date,
    "unites_recues": pl.UInt32,
    "lignes": pl.UInt32,
    "lignes_ecartees": pl.UInt32,
    "hors_champ": pl.UInt32,
    "refus_fichier_regle": pl.String,
    "refus_fichier_message": pl.String,
}


class FichierRefuse(Exception):
    """A whole file cannot be read. `regle` names the check, `message` is the French sentence for its sender."""

    def __init__(self, regle: str, message: str) -> None:
        super().__init__(message)
        self.regle = regle
        self.message = message


@dataclass(frozen=True)
class FichierRecu:
    """One file of the dépôt: where it is, when it was received, and the hash that names its content.

    `membre` is its name inside the archive `chemin`, when it came in one.
    """

    chemin: Path
    source: str
    date_reception: date
    sha256: str
    octets: int
    membre: str | None = None

    @property
    def nom(self) -> str:
        """What sentences and patterns call it."""
        return Path(self.membre or self.chemin).name


@dataclass
class Lecture:
    """What a reader makes of a lot of files of one source and one reception date.

    `entites`: one frame per schema object of the contract; columns `fichier` (index in the lot), `unite` (number of the
    unit within its file), `ligne` (1-based line or record number), then the received columns, all strings.
    `refus`: columns of REFUS; `unite` is null for a remark on the file alone.
    `fichiers`: columns of FICHIERS, one row per file of the lot; `refus_fichier_regle` is null when it could be read;
    of `lignes`, `lignes_ecartees` are those the house makes no use of (formats of one line per value).
    A unit is accepted or quarantined whole: a row, a person's line of orientations, a household, an offer.
    """

    entites: dict[str, pl.DataFrame]
    refus: pl.DataFrame
    fichiers: pl.DataFrame


class Source(Protocol):
    """A reader. `taille_lot` is how many bytes on disk one lot may hold (a lot holds at least one file).

    It may also have `parties(lot) -> Iterator[Lecture]`: the same in several parts, each with whole units and its own
    counts, for files too large to be held; and `rangs`, columns that number things by their place in a file.
    """

    nom: str
    taille_lot: int

    def lire(self, lot: list[FichierRecu]) -> Lecture: ...


def toutes() -> dict[str, Source]:
    """Every source the house knows, by name: one per contract, read as it says or by a reader of its own."""
    from pipelines.contracts.modele import DOSSIER  # noqa: PLC0415
    from pipelines.sources.catalogue_formation import CatalogueFormation  # noqa: PLC0415 - readers import this module
    from pipelines.sources.comite_local import ComiteLocal  # noqa: PLC0415
    from pipelines.sources.dsn import Dsn  # noqa: PLC0415
    from pipelines.sources.generique import Generique  # noqa: PLC0415
    from pipelines.sources.rsa import Rsa  # noqa: PLC0415
    from pipelines.sources.zonage import Bassin, ZoneEmploi  # noqa: PLC0415

    propres = {lecteur.nom: lecteur for lecteur in (Bassin, CatalogueFormation, ComiteLocal, Dsn, Rsa, ZoneEmploi)}
    noms = sorted(chemin.name.removesuffix(".odcs.yaml") for chemin in DOSSIER.glob("*.odcs.yaml"))
    return {nom: propres[nom]() if nom in propres else Generique(nom) for nom in noms}
