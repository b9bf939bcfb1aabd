"""What anybody can read of a release: its files, and those of the release it follows."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

CLE = (
    "indicateur",
    "periode_type",
    "periode_debut",
    "territoire_niveau",
    "territoire_code",
    "dimension",
    "modalite",
)
"""What names a cell, whatever the version of its method."""
COMPTES = ("numerateur", "denominateur", "exclus")
PERIODE, LIEU = ("periode_type", "periode_debut"), ("territoire_niveau", "territoire_code")


@dataclass(frozen=True)
class Millesime:
    """A release as its readers have it.

    `table`: `indicateurs.parquet`, not read yet. `entrees`: the published words of each indicator, by name.
    `modalites`: those of each dimension. `territoires`: LIEU of those that are published; `communes`: commune and LIEU
    of the same.
    """

    nom: str
    table: pl.LazyFrame = field(repr=False)
    entrees: dict[str, dict[str, Any]] = field(repr=False)
    modalites: dict[str, list[str]] = field(repr=False)
    publication: dict[str, Any] = field(repr=False)
    territoires: pl.DataFrame = field(repr=False)
    communes: pl.DataFrame = field(repr=False)

    @property
    def base(self) -> int:
        return int(self.publication["secret"]["base"])

    @property
    def erreur(self) -> int:
        """How far a published count may be from the true one."""
        return self.base - 1

    @cached_property
    def indicateurs(self) -> list[str]:
        """Those that have rows, sorted."""
        return self.table.select(pl.col("indicateur").unique().sort()).collect()["indicateur"].to_list()

    def lignes(self, indicateur: str) -> pl.DataFrame:
        return self.table.filter(pl.col("indicateur") == indicateur).collect()

    def chiffres(self, indicateur: str) -> pl.DataFrame:
        """CLE, `grandeur` (one of COMPTES), `publie`: one row per published count. The value of a plain count is told
        as its `denominateur`."""
        return en_chiffres(self.lignes(indicateur), self.entrees[indicateur]["forme"])


def en_chiffres(lignes: pl.DataFrame, forme: str) -> pl.DataFrame:
    """The published counts of rows, one under the other."""
    if forme == "effectif":
        lignes = lignes.with_columns(denominateur=pl.col("valeur").cast(pl.Int64))
    return (
        lignes.select(*CLE, *COMPTES)
        .unpivot(COMPTES, index=list(CLE), variable_name="grandeur", value_name="publie")
        .drop_nulls("publie")
    )


def lire(dossier: Path) -> Millesime:
    """The release in `dossier`."""
    metadonnees = _json(dossier / "indicateurs_metadonnees.json")
    publies = pl.read_parquet(dossier / "territoires.parquet").filter("publie").select(LIEU)
    communes = pl.read_parquet(dossier / "commune_territoire.parquet").select(
        pl.col("commune_code").alias("commune"), *LIEU
    )
    return Millesime(
        nom=metadonnees["millesime"],
        table=pl.scan_parquet(dossier / "indicateurs.parquet"),
        entrees={entree["indicateur"]: entree for entree in metadonnees["indicateurs"]},
        modalites={nom: list(dimension["modalites"]) for nom, dimension in metadonnees["dimensions"].items()},
        publication=_json(dossier / "publication.json"),
        territoires=publies,
        communes=communes.join(publies, on=LIEU, how="semi"),
    )


def precedent(dossier: Path) -> Millesime | None:
    """The release that the one in `dossier` says it follows, if it is still beside it."""
    nom = _json(dossier / "publication.json")["precedent"]
    if nom is None or not (dossier.parent / nom / "indicateurs.parquet").exists():
        return None
    return lire(dossier.parent / nom)


def _json(chemin: Path) -> dict[str, Any]:
    return json.loads(chemin.read_text(encoding="utf-8"))
