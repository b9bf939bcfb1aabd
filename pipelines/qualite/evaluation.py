"""Expectations judged by Great Expectations: one suite per delivery, over a frame of one row, one column a check."""

import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.qualite.attentes import Attente

CONFORME, A_REGARDER, NON_JUGE = "conforme", "à regarder", "pas jugé"


@dataclass(frozen=True)
class Verdict:
    """An expectation and what came of it, in one word."""

    attente: Attente
    verdict: str


def evaluer(nom: str, attendues: Sequence[Attente]) -> list[Verdict]:
    """Judge the expectations of a delivery, in their order; those without bounds are not judged.

    Great Expectations takes seconds to import: it is imported here, with its usage reports turned off.
    """
    jugees = {f"{rang}": a for rang, a in enumerate(attendues) if a.haut is not None}
    reussies = _valider(nom, jugees) if jugees else {}
    verdicts = []
    for rang, attente in enumerate(attendues):
        reussie = reussies.get(f"{rang}")
        verdicts.append(Verdict(attente, NON_JUGE if reussie is None else CONFORME if reussie else A_REGARDER))
    return verdicts


def _valider(nom: str, jugees: dict[str, Attente]) -> dict[str, bool]:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations as gx  # noqa: PLC0415
        import pandas as pd  # noqa: PLC0415
        from great_expectations.data_context.data_context.context_factory import set_context  # noqa: PLC0415
        from great_expectations.data_context.types.base import (  # noqa: PLC0415
            DataContextConfig,
            InMemoryStoreBackendDefaults,
        )

        # left to itself, each context makes a folder for pages that are not ours, and leaves it
        en_memoire = DataContextConfig(store_backend_defaults=InMemoryStoreBackendDefaults())
        contexte = gx.get_context(mode="ephemeral", project_config=en_memoire)
        set_context(contexte)
        contexte.variables.progress_bars = {"globally": False, "metric_calculations": False}
        lot = (
            contexte.data_sources.add_pandas("resumes")
            .add_dataframe_asset(nom)
            .add_batch_definition_whole_dataframe("livraison")
            .get_batch(
                batch_parameters={"dataframe": pd.DataFrame([{c: float(a.observee) for c, a in jugees.items()}])}
            )
        )
        attendues = [
            gx.expectations.ExpectColumnValuesToBeBetween(column=colonne, min_value=a.bas, max_value=a.haut)
            for colonne, a in jugees.items()
        ]
        validation = lot.validate(gx.ExpectationSuite(name=nom, expectations=attendues), result_format="BOOLEAN_ONLY")
    return {r.expectation_config.kwargs["column"]: bool(r.success) for r in validation.results}
