"""What `pilotage indicators` prints: of each indicator of the catalogue, what is published, what is missing and why."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import click
import polars as pl

from pipelines.catalogue import Catalogue, Indicateur
from pipelines.cli.bilan import tableau
from pipelines.roots import Roots

_RAISONS = {
    "window not over": ["fenetre_incomplete"],
    "file missing": ["couverture_partielle"],
    "withheld": ["effectif_insuffisant", "part_extreme", "secret_etablissement"],
    "half not reached": ["mediane_non_atteinte"],
    "not applicable": ["non_applicable"],
}
"""Why a row has no value: words → the reasons of the release they stand for."""


def afficher_indicateurs(roots: Roots, catalogue: Catalogue) -> None:
    """Two tables, in the order of the catalogue: the indicators of the newest release, those that have no row in it."""
    millesime = roots.public / "latest"
    if not millesime.exists():
        raise click.ClickException("Nothing has been published yet: run `pilotage run` first.")
    publies = publications(millesime)
    presents = [nom for nom in catalogue.indicateurs if nom in publies]
    lignes = [(nom, _mois(publies[nom]), publies[nom]["with"], _sans(publies[nom])) for nom in presents]
    colonnes = {"indicator": pl.String, "months": pl.String, "rows with a value": pl.Int64, "without": pl.String}
    tableau(f"Published in {millesime.resolve().name}", pl.DataFrame(lignes, schema=colonnes, orient="row"))
    click.echo("months: those with a value somewhere. withheld: too few, an extreme share, or one employer.")
    absents = [nom for nom in catalogue.indicateurs if nom not in publies]
    if absents:
        connus, livrees = _connus(millesime), _livrees(millesime)
        pourquoi = [raison_d_absence(catalogue.indicateurs[nom], connus, livrees) for nom in absents]
        tableau("Not published", pl.DataFrame({"indicator": absents, "why": pourquoi}))


def publications(millesime: Path) -> dict[str, dict[str, Any]]:
    """Indicator of a release → what it has of it.

    `months` that have a value somewhere, `from` the first `to` the last (AAAA-MM, or None); rows `with` a value; rows
    without one, by reason (`_RAISONS`).
    """
    vu = pl.col("valeur").is_not_null()
    mois = pl.col("periode_debut").filter(vu & (pl.col("periode_type") == "mois"))
    comptes = (
        pl.scan_parquet(millesime / "indicateurs.parquet")
        .group_by("indicateur")
        .agg(
            mois.n_unique().alias("months"),
            mois.min().dt.to_string("%Y-%m").alias("from"),
            mois.max().dt.to_string("%Y-%m").alias("to"),
            vu.sum().alias("with"),
            *(pl.col("motif").is_in(motifs).sum().alias(mots) for mots, motifs in _RAISONS.items()),
        )
        .collect()
    )
    return {ligne.pop("indicateur"): ligne for ligne in comptes.to_dicts()}


def _mois(publie: dict[str, Any]) -> str:
    return f"{publie['months']}, {publie['from']} to {publie['to']}" if publie["months"] else "none"


def _sans(publie: dict[str, Any]) -> str:
    return ", ".join(f"{mots} {publie[mots]:,}" for mots in _RAISONS if publie[mots])


def raison_d_absence(indicateur: Indicateur, connus: Collection[str], livrees: Collection[str]) -> str:
    """Why a release has no row of an entry, in a sentence.

    `connus`: the indicators whose words the release holds. `livrees`: the sources that have delivered a whole month.
    """
    if indicateur.indicateur not in connus:
        return "added to the catalogue since: run `pilotage run` again"
    if jamais := [source for source in indicateur.sources if source not in livrees]:
        return f"source never delivered: {', '.join(jamais)}"
    return "its sources have no month in common yet"


def _connus(millesime: Path) -> set[str]:
    metadonnees = json.loads((millesime / "indicateurs_metadonnees.json").read_text(encoding="utf-8"))
    return {entree["indicateur"] for entree in metadonnees["indicateurs"]}


def _livrees(millesime: Path) -> set[str]:
    """A source has a freshness from the first month it has delivered on."""
    qualite = pl.scan_parquet(millesime / "qualite_sources.parquet")
    return set(qualite.filter(pl.col("mesure") == "fraicheur_source").collect()["source"])
