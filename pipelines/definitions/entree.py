"""Assets of the door: one per source, partitioned by reception date, and the context dbt reads beside the lake."""

from datetime import date, timedelta

import dagster as dg
import polars as pl

from pipelines import catalogue, territories
from pipelines.contracts import charger as charger_contrat
from pipelines.identity import Cles
from pipelines.landing import CORRECTION, dates_de_reception, ecrire_livraisons, ingerer
from pipelines.roots import Roots
from pipelines.sources import toutes

SOURCES = tuple(toutes())
FRAICHEUR = dg.FreshnessPolicy.time_window(fail_window=timedelta(days=45), warn_window=timedelta(days=35))
RECEPTIONS = {source: dg.DynamicPartitionsDefinition(name=f"reception_{source}") for source in SOURCES}


def plage_des_receptions(instance: dg.DagsterInstance, roots: Roots, source: str) -> dict[str, str]:
    """Declare the reception dates of `source` as partitions; tags that make one run cover them all ({} = no file).

    Partitions already landed are skipped by their signature, so a run over all of them costs what is new.
    """
    dates = [str(jour) for jour in dates_de_reception(roots, source)]
    nom = RECEPTIONS[source].name
    nouvelles = sorted(set(dates) - set(instance.get_dynamic_partitions(nom)))
    if nouvelles:
        instance.add_dynamic_partitions(nom, nouvelles)
    cles = instance.get_dynamic_partitions(nom)
    if not cles:
        return {}
    return {"dagster/asset_partition_range_start": cles[0], "dagster/asset_partition_range_end": cles[-1]}


def _asset_du_lac(source: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=["lac", source],
        partitions_def=RECEPTIONS[source],
        backfill_policy=dg.BackfillPolicy.single_run(),
        group_name="porte",
        kinds={"polars", "parquet"},
        freshness_policy=FRAICHEUR if charger_contrat(source).proprietes["cadence"] == "mensuelle" else None,
        description=f"Accepted rows of « {source} », checked against data_contracts/{source}.odcs.yaml, no identity.",
    )
    def lac(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
        roots = Roots.from_environment().create()
        cles = Cles.depuis_environnement()
        bilan = ingerer(roots, cles, source, [date.fromisoformat(cle) for cle in context.partition_keys])
        return dg.MaterializeResult(metadata=bilan.en_metadonnees())

    return lac


class Observation(dg.Config):
    """`date_observation`: what is known on that day (AAAA-MM-JJ); empty = last reception date."""

    date_observation: str = ""


@dg.asset(
    deps=[["lac", source] for source in SOURCES],
    group_name="porte",
    kinds={"parquet"},
    description="Territories, catalogue, deliveries and date of observation, beside the lake.",
)
def contexte(config: Observation) -> dg.MaterializeResult:
    roots = Roots.from_environment().create()
    # A correction is the house's own word: it tells nothing new of the day it came
    receptions = [jour for source in SOURCES if source != CORRECTION for jour in dates_de_reception(roots, source)]
    if not receptions:
        raise dg.Failure(f"The dépôt {roots.depot} holds no file: put files in depot/<source>/<AAAA-MM-JJ>/ first.")
    observation = date.fromisoformat(config.date_observation) if config.date_observation else max(receptions)
    territories.ecrire_contexte(territories.charger(roots, observation), roots.contexte)
    catalogue.ecrire_contexte(catalogue.charger(), roots.contexte)
    ecrire_livraisons(roots)
    pl.DataFrame({"date_observation": [observation]}).write_parquet(roots.contexte / "observation.parquet")
    return dg.MaterializeResult(metadata={"date_observation": str(observation)})


ASSETS_ENTREE = [*(_asset_du_lac(source) for source in SOURCES), contexte]
