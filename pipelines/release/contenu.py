"""What a release is made of, before it has a name: protected cells, words, territories, the list of inputs."""

import json
from dataclasses import dataclass
from datetime import date

import polars as pl

from pipelines.catalogue import Catalogue
from pipelines.disclosure import Parametres
from pipelines.landing import lister_registre
from pipelines.roots import Roots
from pipelines.territories import Territoires


@dataclass(frozen=True)
class Contenu:
    """Everything that decides the bytes of a release, with its name and the release before it.

    `table`: the cells of today, protected, sorted by key, on disk: a release of millions of rows never stands whole in
    memory. `objectifs`: as their authors declare them.
    """

    table: pl.LazyFrame
    qualite: pl.DataFrame
    objectifs: pl.DataFrame
    actions_de_plan: pl.DataFrame
    catalogue: Catalogue
    territoires: Territoires
    date_observation: date
    demonstration: bool
    parametres: Parametres
    entrees: list[dict[str, str]]
    contrats: dict[str, list[str]]


def lire_entrees(roots: Roots, date_observation: date) -> tuple[list[dict[str, str]], dict[str, list[str]]]:
    """Received files known at that date, by source, reception date and hash (never by name), and contract versions."""
    registre = lister_registre(roots)
    if registre.is_empty():
        return [], {}
    connues = registre.filter(pl.col("date_reception") <= str(date_observation))
    entrees = connues.select("source", "date_reception", "sha256").unique().sort(pl.all())
    versions = connues.select("source", "contrat_version").unique().sort(pl.all())
    contrats: dict[str, list[str]] = {}
    for source, version in versions.iter_rows():
        contrats.setdefault(source, []).append(version)
    return entrees.to_dicts(), contrats


def est_une_demonstration(roots: Roots) -> bool:
    """True when the dépôt was simulated: every page and file must say so."""
    return roots.simulation.exists()


def en_json(objet: dict) -> str:
    return json.dumps(objet, ensure_ascii=False, indent=1) + "\n"
