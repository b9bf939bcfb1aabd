"""The conductor: the same graph for the command line (in process), for `dagster dev` and for schedules.

Belongs here: which asset follows which, what is checked, when it runs. Does not: how anything is done (the rooms).
One executor everywhere, in process, because the warehouse has one writer.
"""

import dagster as dg

from pipelines.definitions.controles import CONTROLES
from pipelines.definitions.declenchement import cadence, guetteur
from pipelines.definitions.entree import ASSETS_ENTREE
from pipelines.definitions.modeles import MODELES
from pipelines.definitions.sortie import ASSETS_SORTIE
from pipelines.definitions.travaux import TRAVAUX

defs = dg.Definitions(
    assets=[*ASSETS_ENTREE, MODELES, *ASSETS_SORTIE],
    asset_checks=CONTROLES,
    jobs=TRAVAUX,
    schedules=[cadence],
    sensors=[guetteur],
    executor=dg.in_process_executor,
)
