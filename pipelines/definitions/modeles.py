"""The dbt models as assets: one in-process dbt run for all of them, the manifest being built at set-up."""

import logging
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtProject, dbt_assets

from pipelines.roots import Roots

DOSSIER = Path(__file__).parents[2] / "dbt_project"
PROJET = DbtProject(project_dir=DOSSIER)
journal = logging.getLogger("pilotage.dbt")


class Traducteur(DagsterDbtTranslator):
    """Staging models follow the lake of their source and the context; groups are the folders of the project."""

    def get_asset_spec(self, manifest: dict, unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        noeud = manifest["nodes"][unique_id]
        couche = noeud["fqn"][1]
        if noeud["resource_type"] == "model" and couche == "staging":
            source = noeud["name"].removeprefix("stg_").split("__")[0]
            amont = [["contexte"]] if source == "contexte" else [["lac", source], ["contexte"]]
            spec = spec.merge_attributes(deps=amont)
        return spec.replace_attributes(group_name="regles" if noeud["resource_type"] == "seed" else couche)


def _executer_dbt(roots: Roots) -> "object":
    # dbt takes three seconds to import and is needed by this step alone
    from dbt.cli.main import dbtRunner  # noqa: PLC0415

    total = {"fait": 0}

    def suivre(evenement: object) -> None:
        if evenement.info.name == "NodeFinished":  # type: ignore[attr-defined]
            total["fait"] += 1

    arguments = ["build", "--exclude-resource-type", "unit_test", "--quiet"]
    arguments += ["--project-dir", str(DOSSIER), "--profiles-dir", str(DOSSIER), "--log-path", str(roots.journaux)]
    resultat = dbtRunner(callbacks=[suivre]).invoke(arguments)
    if resultat.exception:
        raise dg.Failure(f"dbt did not run: {resultat.exception}")
    journal.info("%s models, seeds and tests", total["fait"])
    return resultat.result


@dbt_assets(manifest=PROJET.manifest_path, project=PROJET, dagster_dbt_translator=Traducteur(), name="dbt")
def MODELES(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:  # noqa: N802
    roots = Roots.from_environment()
    resultats = _executer_dbt(roots)
    echecs = [r for r in resultats if str(r.status) in ("error", "fail", "runtime error")]
    if echecs:
        lignes = "\n".join(f"- {r.node.name}: {(r.message or '').strip()}" for r in echecs)
        raise dg.Failure(f"{len(echecs)} dbt nodes failed; nothing is published.\n{lignes}")
    par_nom = {r.node.name: r for r in resultats}
    for cle in context.selected_asset_keys:
        resultat = par_nom.get(cle.path[-1])
        secondes = round(resultat.execution_time, 2) if resultat else 0.0
        yield dg.MaterializeResult(asset_key=cle, metadata={"secondes": secondes})
