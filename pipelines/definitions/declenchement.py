"""When the graph runs without being asked: a file arrives, or the month turns."""

import json
from collections.abc import Iterator

import dagster as dg

from pipelines.definitions.entree import SOURCES, plage_des_receptions
from pipelines.definitions.travaux import TRAVAUX
from pipelines.landing import empreinte_depot
from pipelines.roots import Roots


@dg.sensor(
    jobs=[travail for travail in TRAVAUX if travail.name.startswith("ingest_")],
    minimum_interval_seconds=60,
)
def guetteur(context: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest]:
    """Ingest the sources whose folder of the dépôt has changed since the last look."""
    roots = Roots.from_environment()
    connues = json.loads(context.cursor or "{}")
    for source in SOURCES:
        empreinte = empreinte_depot(roots, source)
        plage = plage_des_receptions(context.instance, roots, source)
        if plage and empreinte != connues.get(source):
            connues[source] = empreinte
            yield dg.RunRequest(job_name=f"ingest_{source}", run_key=f"{source}:{empreinte}", tags=plage)
    context.update_cursor(json.dumps(connues))


@dg.schedule(job_name="publish", cron_schedule="0 5 20 * *", execution_timezone="Europe/Paris")
def cadence(_context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """The 20th of each month at 5 a.m., after the DSN of the month before has come in."""
    return dg.RunRequest()
