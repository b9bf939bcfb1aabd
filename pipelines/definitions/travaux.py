"""The jobs: what the command line, the schedule and the sensor run.

One `ingest_<source>` per source, so that a source that fails delays its own indicators and blocks no other.
"""

import dagster as dg

from pipelines.definitions.entree import SOURCES

LAC = dg.AssetSelection.assets(*(["lac", source] for source in SOURCES))
SORTIE = dg.AssetSelection.groups("sortie")
APRES_LE_LAC = dg.AssetSelection.all() - LAC

TRAVAUX = [
    *(
        dg.define_asset_job(f"ingest_{source}", selection=dg.AssetSelection.assets(["lac", source]))
        for source in SOURCES
    ),
    dg.define_asset_job("build", selection=APRES_LE_LAC - SORTIE),
    dg.define_asset_job("release", selection=SORTIE),
    dg.define_asset_job("publish", selection=APRES_LE_LAC),
]
