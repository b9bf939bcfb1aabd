"""The SQL of the indicator layer: it builds on an empty lake, its unit tests pass, and they can fail."""

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.roots import Roots
from tests.dbt.mutants import MUTANTS
from tests.dbt.mutation import essayer, maison_vide, tours

SANS_REGLE = {"inscription_spells", "periodes_decrites", "rsa_livraisons", "stg_rsa__personne"}
"""Models that only put side by side what others have settled."""


@pytest.fixture(scope="module")
def maison(tmp_path_factory, dbt, projet) -> Path:
    """A house where nothing was received: the empty tables and the context are all dbt finds."""
    roots = Roots(maison_vide(tmp_path_factory.mktemp("maison_vide")))
    fait = dbt(roots.home, projet, "build", "--exclude-resource-type", "unit_test")
    assert fait.returncode == 0, fait.stdout
    # the adapter writes an empty result as one row of nulls
    assert pl.read_parquet(roots.cellules).is_empty()
    return roots.home


def test_every_unit_test_passes(dbt, maison, projet):
    fait = dbt(maison, projet, "test", "--select", "test_type:unit")
    assert fait.returncode == 0, fait.stdout
    resultats = json.loads((projet / "target" / "run_results.json").read_text())["results"]
    assert all(r["status"] == "pass" for r in resultats)


def test_every_model_has_a_unit_test_but_those_that_have_no_rule(maison, projet):
    manifeste = json.loads((projet / "target" / "manifest.json").read_text())
    eprouves = {test["model"] for test in manifeste["unit_tests"].values()}
    modeles = {n["name"] for n in manifeste["nodes"].values() if n["resource_type"] == "model"}
    du_contexte = {nom for nom in modeles if nom.startswith("stg_contexte__")}
    assert modeles - du_contexte - eprouves == SANS_REGLE


def test_no_outer_join_compares_each_row_with_every_other(maison, projet):
    """Beside the keys of an outer join, an `or`, or a condition on one side alone, makes DuckDB forget the keys: what
    takes a second at 20,000 persons then takes hours at 100,000. A plan shows it, whatever the number of rows."""
    quadratiques = {}
    with duckdb.connect(Roots(maison).entrepot, read_only=True) as entrepot:
        for fichier in sorted((projet / "target" / "compiled" / "pilotage" / "models").rglob("*.sql")):
            if fichier.parent.suffix != ".yml":
                plan = json.loads(entrepot.execute(f"explain (format json) {fichier.read_text()}").fetchone()[1])
                if jointures := [n for n in _operateurs(plan) if n == ("BLOCKWISE_NL_JOIN", "LEFT")]:
                    quadratiques[fichier.stem] = len(jointures)
    assert not quadratiques


def _operateurs(plan: list[dict]) -> Iterator[tuple[str, str | None]]:
    """Name and type of join of every operator of a plan; a right join is a left one, seen from the other side."""
    for noeud in plan:
        genre = noeud["extra_info"].get("Join Type")
        yield noeud["name"], "LEFT" if genre in ("RIGHT", "FULL", "OUTER") else genre
        yield from _operateurs(noeud["children"])


def test_the_first_wrong_version_of_each_model_is_caught_by_a_unit_test(maison, projet):
    """A handful of the mutants of `make mutants`, which tries them all."""
    tues = essayer(maison, projet, next(tours(MUTANTS)))
    assert len(tues) > 40
    assert not [mutant for mutant, tests in tues.items() if not tests]
