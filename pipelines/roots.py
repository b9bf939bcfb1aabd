"""Where things are kept: the three roots under `PILOTAGE_HOME` and the folders inside them.

`depot/` and `interne/` hold personal data and are readable by their owner only (0700); `public/` holds releases and
nothing else (0755). Readers (dashboards, notebooks) never see this module: they are given `PILOTAGE_PUBLIC`.
"""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Roots:
    """The folders of one house. `home` is the only choice; everything else follows from it."""

    home: Path

    @classmethod
    def from_environment(cls) -> "Roots":
        """The house named by `PILOTAGE_HOME`, or `./donnees`."""
        return cls(Path(os.environ.get("PILOTAGE_HOME") or "donnees").resolve())

    def create(self) -> "Roots":
        """Make the three roots with their permissions; a folder that exists has them set again."""
        self.home.mkdir(parents=True, exist_ok=True)
        for folder, mode in ((self.depot, 0o700), (self.interne, 0o700), (self.public, 0o755)):
            folder.mkdir(exist_ok=True)
            folder.chmod(mode)
        for folder in (
            self.lac,
            self.quarantaine,
            self.registre,
            self.contexte,
            self.indicateurs,
            self.verites,
            self.dagster,
            self.journaux,
            self.entrepot.parent,
        ):
            folder.mkdir(parents=True, exist_ok=True)
        return self

    @property
    def depot(self) -> Path:
        """Files exactly as received: `depot/<source>/<AAAA-MM-JJ>/`."""
        return self.home / "depot"

    @property
    def simulation(self) -> Path:
        """Left by the simulator: the dépôt is synthetic, and what is published from it, or from a copy, says so."""
        return self.depot / ".simulation.json"

    @property
    def interne(self) -> Path:
        return self.home / "interne"

    @property
    def public(self) -> Path:
        """Releases: `public/millesimes/<millesime>/` and the link `public/latest`."""
        return self.home / "public"

    @property
    def lac(self) -> Path:
        """Accepted rows, pseudonymised: `interne/lac/<source>/<AAAA-MM-JJ>/<entite>.parquet`."""
        return self.interne / "lac"

    @property
    def quarantaine(self) -> Path:
        return self.interne / "quarantaine"

    @property
    def registre(self) -> Path:
        """The ledger: one line per received file."""
        return self.interne / "registre"

    @property
    def qualite(self) -> Path:
        """Summaries of deliveries and the pages that judge them: counts alone, made again when deleted."""
        return self.interne / "qualite"

    @property
    def contexte(self) -> Path:
        """What dbt needs beside the lake: territories, deliveries, the date of observation."""
        return self.interne / "contexte"

    @property
    def entrepot(self) -> Path:
        """The DuckDB warehouse; only the dbt step opens it."""
        return self.interne / "entrepot" / "pilotage.duckdb"

    @property
    def indicateurs(self) -> Path:
        """Exact cells, before the secret room: never published."""
        return self.interne / "indicateurs"

    @property
    def cellules(self) -> Path:
        return self.indicateurs / "cellules.parquet"

    @property
    def publiables(self) -> Path:
        """The same cells, out of the secret room: what the next release is written from."""
        return self.indicateurs / "publiables.parquet"

    @property
    def qualite_sources(self) -> Path:
        """How good each source is, exact."""
        return self.indicateurs / "qualite_sources.parquet"

    @property
    def objectifs(self) -> Path:
        """The targets in force, as their authors set them."""
        return self.indicateurs / "objectifs.parquet"

    @property
    def actions_de_plan(self) -> Path:
        """Actions of the plans, counted by territory and theme."""
        return self.indicateurs / "actions_de_plan.parquet"

    @property
    def verites(self) -> Path:
        """What the simulator planted (demonstrations and tests only)."""
        return self.interne / "verites"

    @property
    def dagster(self) -> Path:
        return self.interne / "dagster"

    @property
    def journaux(self) -> Path:
        return self.interne / "journaux"
