"""Assets of the exit: the secret room, then the release."""

from datetime import date

import dagster as dg
import polars as pl

from pipelines import catalogue, territories
from pipelines.identity import Cles
from pipelines.release import publier
from pipelines.roots import Roots


@dg.asset(
    deps=[["indicateurs", nom] for nom in ("cellules", "qualite_sources", "objectifs", "actions_de_plan")],
    group_name="sortie",
    kinds={"polars", "parquet"},
    description="The immutable release: rounded cells, dictionary, territories, checksums.",
)
def millesime(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    roots = Roots.from_environment()
    observation: date = pl.read_parquet(roots.contexte / "observation.parquet").item()
    publication = publier(
        roots=roots,
        cles=Cles.depuis_environnement(),
        catalogue=catalogue.charger(),
        territoires=territories.charger(roots, observation),
        date_observation=observation,
    )
    return dg.MaterializeResult(metadata={"millesime": publication.millesime, "lignes": publication.lignes})


ASSETS_SORTIE = [millesime]
