"""What the indicators are truly worth in the simulated France, computed from its blocks while they are made.

Belongs here: the published definitions, written once more from their text, over the simulated facts. Does not: anything
of the pipeline (no reader, no dbt model, no seed of codes): two computations that share code prove nothing.
"""

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from pipelines.simulation.monde import Bloc, Parametres, decale
from pipelines.simulation.monde.silences import silences
from pipelines.simulation.verites import familles
from pipelines.simulation.verites.cellules import COLONNES, MESURES, Atomes, cellules
from pipelines.simulation.verites.emplois import retours
from pipelines.simulation.verites.personnes import Rsa, entrees, parcours
from pipelines.simulation.verites.zones import Zones

FICHIER = "verites.parquet"
_BLOCS_AVANT_COMPACTAGE = 8
_SUIVI_MEDIANE_MOIS = 12


class Verites:
    """Accumulates blocks, in any order and in memory that does not grow with them, then writes the true cells."""

    def __init__(self, parametres: Parametres, zones: Zones | None = None) -> None:
        self.parametres = parametres
        self.silences = silences(parametres)
        self._zones = zones or _zones_de_france()
        self._atomes = {nom: Atomes(mesure) for nom, mesure in MESURES.items()}
        self._blocs = 0

    def ajouter(self, bloc: Bloc) -> None:
        """Count a block in every indicator."""
        rsa = Rsa.lire(bloc.droit, self.silences)
        lignes = self._zones.situer(parcours(bloc.inscription))
        premier = self.parametres.premier_mois
        arrivees = rsa.situer(entrees(lignes, bloc.personne, premier))
        self._atomes["entrees"].ajouter(arrivees)
        for nom, mois in (("retour_emploi_3m", 3), ("retour_emploi_6m", 6)):
            self._atomes[nom].ajouter(retours(arrivees, bloc.inscription, bloc.contrat, mois))
        self._compter_les_orientations(arrivees, bloc.orientation)
        presents = rsa.situer(familles.stocks(lignes, bloc.personne, self.parametres))
        self._atomes["inscrits_stock"].ajouter(presents)
        stages = familles.formations(lignes, bloc.personne, bloc.formation, premier)
        self._atomes["entrees_formation"].ajouter(rsa.situer(stages))
        soumis = familles.couverture(rsa, presents, bloc.personne)
        self._atomes["couverture_rsa"].ajouter(self._zones.situer(soumis))
        self._compter_les_postes(bloc)
        self._blocs += 1
        if self._blocs % _BLOCS_AVANT_COMPACTAGE == 0:
            for atomes in self._atomes.values():
                atomes.compacter()

    def cellules_de(self, indicateur: str) -> pl.DataFrame:
        """The true cells of one indicator that are not empty, sorted by key."""
        atomes = self._atomes[indicateur]
        if not atomes.morceaux:
            return pl.DataFrame(schema=COLONNES)
        return cellules(indicateur, atomes, self._zones, self.parametres).sort(list(COLONNES)[:7])

    def ecrire(self, dossier: Path) -> Path:
        """Write verites.parquet in `dossier`: every true cell that is not empty, sorted by key."""
        chemin = dossier / FICHIER
        tables = [self.cellules_de(indicateur) for indicateur in sorted(MESURES)]
        pl.concat(tables).write_parquet(chemin, compression="zstd")
        return chemin

    def _compter_les_orientations(self, arrivees: pl.DataFrame, orientation: pl.DataFrame) -> None:
        orientes = familles.orientes(arrivees, orientation, self.parametres, self.silences)
        a_temps = (pl.col("jours") <= familles.DELAI_COURT).fill_null(False).cast(pl.Int64)
        court = self._sans_les_muets(orientes, lambda mois: _fin(mois) + timedelta(days=familles.DELAI_COURT))
        self._atomes["part_orientes_30j"].ajouter(court.with_columns(num=a_temps))
        long = self._sans_les_muets(orientes, lambda mois: decale(mois, _SUIVI_MEDIANE_MOIS))
        self._atomes["delai_orientation_median"].ajouter(long)

    def _sans_les_muets(self, orientes: pl.DataFrame, echeance) -> pl.DataFrame:
        """Without the cohorts whose département kept silent in a month between theirs and their horizon."""
        muets = [(departement, mois) for source, departement, mois in self.silences if source == "orientation"]
        perdus = sorted(
            {
                (departement, mois)
                for departement, muet in muets
                for mois in self.parametres.liste_mois
                if mois <= muet <= echeance(mois)
            }
        )
        table = pl.DataFrame(perdus, schema={"departement": pl.String, "mois": pl.Date}, orient="row")
        return orientes.join(table, on=["departement", "mois"], how="anti")

    def _compter_les_postes(self, bloc: Bloc) -> None:
        postes = self._zones.situer(familles.postes(bloc.offre, bloc.poste), departement=False)
        a_temps = (pl.col("jours") <= familles.DELAI_COURT).fill_null(False).cast(pl.Int64)
        self._atomes["taux_pourvoi_30j"].ajouter(postes.with_columns(num=a_temps))
        self._atomes["delai_pourvoi_median"].ajouter(postes)


def _fin(mois: date) -> date:
    return decale(mois, 1) - timedelta(days=1)


def _zones_de_france() -> Zones:
    from pipelines import territories  # noqa: PLC0415 - read once per simulation, not when a test brings its own

    tables = territories.charger()
    return Zones(tables.passages, tables.commune_territoire)
