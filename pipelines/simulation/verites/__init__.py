"""What the indicators are truly worth in the simulated France, computed from its blocks while they are made.

Belongs here: the published definitions, written once more from their text, over the simulated facts. Does not: anything
of the pipeline (no reader, no dbt model, no seed of codes): two computations that share code prove nothing.
"""

from pathlib import Path

import polars as pl

from pipelines.simulation.monde import Bloc, Parametres
from pipelines.simulation.verites import (
    acces,
    accompagnements,
    actes,
    controles,
    couverture,
    devoirs,
    diagnostics,
    engagements,
    etablissements,
    flux,
    formations,
    immersions,
    mmo,
    modalites,
    offres,
    orientations,
    parcours_formation,
    postes,
    rendez_vous,
    reorientations,
    reprises,
    retours,
    salaires,
    satisfaction,
    services,
    stocks,
)
from pipelines.simulation.verites.cellules import COLONNES, MESURES, Atomes, cellules
from pipelines.simulation.verites.faits import Faits
from pipelines.simulation.verites.zones import Zones

# each says what the facts of a block add to the indicators of its family, as rows
FAMILLES = (
    *(retours, reprises, formations, orientations, stocks, flux, couverture, offres),
    *(accompagnements, diagnostics, engagements, rendez_vous, actes, acces),
    *(devoirs, modalites, immersions, reorientations, satisfaction, salaires, postes, parcours_formation, controles),
    *(mmo, services),
)
FICHIER = "verites.parquet"
_BLOCS_AVANT_COMPACTAGE = 8


class Verites:
    """Accumulates blocks, in any order and in memory that does not grow with them, then writes the true cells."""

    def __init__(self, parametres: Parametres, zones: Zones | None = None) -> None:
        self.parametres = parametres
        self._zones = zones or _zones_de_france()
        self._etablissements = etablissements.Etablissements()
        self._atomes = {nom: Atomes(mesure) for nom, mesure in MESURES.items()}
        self._blocs = 0

    def ajouter(self, bloc: Bloc) -> None:
        """Count a block in every indicator."""
        faits = Faits(bloc, self.parametres, self._zones)
        for famille in FAMILLES:
            for indicateur, lignes in famille.mesurer(faits).items():
                self._atomes[indicateur].ajouter(lignes)
        self._etablissements.ajouter(bloc)
        self._blocs += 1
        if self._blocs % _BLOCS_AVANT_COMPACTAGE == 0:
            self._etablissements.compacter()
            for atomes in self._atomes.values():
                atomes.compacter()

    def cellules_de(self, indicateur: str) -> pl.DataFrame:
        """The true cells of one indicator that are not empty, sorted by key."""
        atomes = self._atomes_de(indicateur)
        if not atomes.morceaux:
            return pl.DataFrame(schema=COLONNES)
        return cellules(indicateur, atomes, self._zones, self.parametres).sort(list(COLONNES)[:7])

    def _atomes_de(self, indicateur: str) -> Atomes:
        if indicateur not in etablissements.INDICATEURS or not self._blocs:
            return self._atomes[indicateur]
        atomes = Atomes(MESURES[indicateur])
        atomes.ajouter(self._etablissements.mesurer(self._zones, self.parametres)[indicateur])
        return atomes

    def ecrire(self, dossier: Path) -> Path:
        """Write verites.parquet in `dossier`: every true cell that is not empty, sorted by key."""
        chemin = dossier / FICHIER
        tables = [self.cellules_de(indicateur) for indicateur in sorted(MESURES)]
        pl.concat(tables).write_parquet(chemin, compression="zstd")
        return chemin


def _zones_de_france() -> Zones:
    from pipelines import territories  # noqa: PLC0415 - read once per simulation, not when a test brings its own

    tables = territories.charger()
    tues = tables.communes_dites.filter(~pl.col("publie"))["commune"]
    return Zones(tables.passages, tables.commune_territoire, frozenset(tues))
