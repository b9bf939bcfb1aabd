"""The dbt models as assets: one in-process dbt run for all of them, the manifest being built at set-up."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject, dbt_assets

from pipelines.roots import Roots

DOSSIER = Path(__file__).parents[2] / "dbt_project"
PROJET = DbtProject(project_dir=DOSSIER)
journal = logging.getLogger("pilotage.dbt")


class Traducteur(DagsterDbtTranslator):
    """The tables of a source are the asset of its lake; staging also follows the context, which follows every lake.

    Groups are the folders of the project.
    """

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))

    def get_asset_spec(self, manifest: dict, unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        noeud = self.get_resource_props(manifest, unique_id)
        if noeud["resource_type"] == "source":
            return spec.replace_attributes(key=dg.AssetKey(["lac", noeud["source_name"]]))
        couche = noeud["fqn"][1]
        if noeud["resource_type"] == "model" and couche == "staging":
            spec = spec.merge_attributes(deps=[["contexte"]])
        return spec.replace_attributes(group_name="regles" if noeud["resource_type"] == "seed" else couche)


def arguments_dbt(roots: Roots, projet: Path = DOSSIER) -> list[str]:
    """The one dbt run of a house: every seed, model and test, by the project that is in `projet`."""
    # The tests of the sources read the whole lake: the newest batches are checked as they land (controles.py)
    arguments = ["build", "--exclude-resource-type", "unit_test", "--exclude", "source:*", "--quiet"]
    arguments += ["--project-dir", str(projet), "--profiles-dir", str(projet)]
    # What dbt writes of a house stays in it: compiled SQL names its files
    arguments += ["--log-path", str(roots.journaux), "--target-path", str(roots.entrepot.parent / "dbt")]
    # What it remembers of a project names the project's files, and is forgotten when a variable changes: without this,
    # a house that was built from another folder would look for its seeds there
    return [*arguments, "--vars", json.dumps({"projet": str(projet)})]


def _executer_dbt(roots: Roots) -> list:
    # dbt takes three seconds to import and is needed by this step alone
    from dbt.cli.main import dbtRunner  # noqa: PLC0415

    resultat = dbtRunner().invoke(arguments_dbt(roots))
    if isinstance(resultat.exception, KeyboardInterrupt | dg.DagsterExecutionInterruptedError):
        raise dg.DagsterExecutionInterruptedError
    if resultat.exception:
        raise dg.Failure(f"dbt did not run: {resultat.exception}")
    resultats = list(resultat.result)
    journal.info("%s models, seeds and tests; the longest: %s", len(resultats), _les_plus_longs(resultats))
    return resultats


def _les_plus_longs(resultats: list) -> str:
    longs = sorted(resultats, key=lambda resultat: resultat.execution_time, reverse=True)[:3]
    return ", ".join(f"{resultat.node.name} {resultat.execution_time:.1f} s" for resultat in longs)


@dbt_assets(manifest=PROJET.manifest_path, project=PROJET, dagster_dbt_translator=Traducteur(), name="dbt")
def MODELES(  # noqa: N802
    context: dg.AssetExecutionContext,
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    roots = Roots.from_environment()
    resultats = _executer_dbt(roots)
    echecs = [r for r in resultats if str(r.status) in ("error", "fail", "runtime error")]
    if echecs:
        lignes = "\n".join(f"- {r.node.name}: {(r.message or '').strip()}" for r in echecs)
        raise dg.Failure(f"{len(echecs)} dbt nodes failed; nothing is published.\n{lignes}")
    yield from _evenements(context, resultats)


def _evenements(
    context: dg.AssetExecutionContext, resultats: list
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """What dbt did, in the order it did it: a materialisation per model and seed, a check per test."""
    assets = {cle.path[-1]: cle for cle in context.selected_asset_keys}
    controles = {cle.name: cle for cle in context.selected_asset_check_keys}
    for resultat in resultats:
        nom = resultat.node.name
        if nom in assets:
            secondes = round(resultat.execution_time, 2)
            yield dg.MaterializeResult(asset_key=assets[nom], metadata={"secondes": secondes})
        elif nom in controles:
            cle = controles[nom]
            yield dg.AssetCheckResult(passed=True, asset_key=cle.asset_key, check_name=cle.name)
