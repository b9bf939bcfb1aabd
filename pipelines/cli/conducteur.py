"""Run a job of `definitions` in this process, quietly, with its history kept under DAGSTER_HOME."""

import logging
import os
import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.roots import Roots

if TYPE_CHECKING:
    import dagster as dg

_journal = logging.getLogger("pilotage.controles")
INSTANCE = Path(__file__).parents[1] / "definitions" / "instance.yaml"


class Bloque(Exception):
    """A step stopped the run; the message says which and why."""


def preparer_instance(roots: Roots) -> None:
    """Give Dagster its folder and its configuration (telemetry off) before anything imports it."""
    roots.create()
    shutil.copyfile(INSTANCE, roots.dagster / "dagster.yaml")
    os.environ["PILOTAGE_HOME"] = str(roots.home)
    os.environ["DAGSTER_HOME"] = str(roots.dagster)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["GX_ANALYTICS_ENABLED"] = "false"


def ingerer_tout(roots: Roots, sources: tuple[str, ...] = ()) -> list[str]:
    """Ingest every source (or only some), each in a run of its own; the sentences of those that failed: the others have
    landed."""
    preparer_instance(roots)
    # Dagster and dbt take several seconds to import: only commands that run a job pay for them
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*currently in (beta|preview)")
        from pipelines.definitions.entree import SOURCES, plage_des_receptions  # noqa: PLC0415

    defauts = []
    for source in sources or SOURCES:
        with _instance(roots) as instance:
            plage = plage_des_receptions(instance, roots, source)
            if plage:
                defauts += _executer(instance, f"ingest_{source}", tags=plage)
    return defauts


def executer(roots: Roots, travail: str, date_observation: str | None = None) -> None:
    """Run `build`, `release` or `publish`; raise `Bloque` with the reason if it stops."""
    preparer_instance(roots)
    ops = {} if travail == "release" else {"contexte": {"config": {"date_observation": date_observation or ""}}}
    with _instance(roots) as instance:
        defauts = _executer(instance, travail, ops=ops)
    if defauts:
        raise Bloque("\n".join(defauts))


def _instance(roots: Roots) -> "dg.DagsterInstance":
    import dagster as dg  # noqa: PLC0415

    return dg.DagsterInstance.from_config(str(roots.dagster))


def _executer(
    instance: "dg.DagsterInstance", travail: str, ops: dict | None = None, tags: dict | None = None
) -> list[str]:
    """Run a job; the reasons it failed, if it did. Its events go to its history, the rooms' own lines to the screen."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*currently in (beta|preview)")
        from pipelines.definitions import defs  # noqa: PLC0415

        muet = {"console": {"config": {"log_level": "CRITICAL"}}}
        resultat = defs.resolve_job_def(travail).execute_in_process(
            instance=instance, raise_on_error=False, run_config={"loggers": muet, "ops": ops or {}}, tags=tags
        )
    _dire_les_controles(resultat)
    return [] if resultat.success else _raisons(resultat)


def _dire_les_controles(resultat: "dg.ExecuteInProcessResult") -> None:
    """A check that did not pass warns and blocks nothing: say it, with what it found."""
    for controle in resultat.get_asset_check_evaluations():
        if not controle.passed:
            detail = controle.metadata.get("echecs")
            _journal.warning("%s: %s", controle.asset_key.to_user_string(), detail.value if detail else "not passed")


def _raisons(resultat: object) -> list[str]:
    raisons = []
    for evenement in resultat.all_events:  # type: ignore[attr-defined]
        if evenement.event_type_value != "STEP_FAILURE":
            continue
        erreur = evenement.step_failure_data.error
        cause = erreur.cause or erreur
        if "DagsterExecutionInterruptedError" in (erreur.cls_name, cause.cls_name):
            # Dagster turns a Ctrl-C into the failure of a step; for the user it is a stop
            raise KeyboardInterrupt
        raisons.append(f"{evenement.step_key}: {cause.message.strip()}")
    return raisons or ["the run failed without saying why: see `dagster dev`"]
