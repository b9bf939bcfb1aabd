"""The two JSON files of a release: the words of the indicators, and how the release was made."""

import importlib.metadata
from typing import Any

import polars as pl

from pipelines.release.colonnes import VERSION_SCHEMA
from pipelines.release.contenu import Contenu
from pipelines.release.millesimes import Millesime
from pipelines.release.revisions import Suite, est_annuelle

LICENCE = "etalab-2.0"
SOURCE = "Pilotage, indicateurs du réseau pour l'emploi"
SOURCE_DEMONSTRATION = f"{SOURCE} (démonstration : données simulées)"
NOTE_ARRONDI = (
    "Effectifs arrondis aléatoirement à un multiple de 5 ; un total peut différer de la somme de ses parties."
)


def fiche(contenu: Contenu, millesime: Millesime) -> dict[str, str]:
    """What each Parquet file says of itself."""
    return {
        "licence": LICENCE,
        "source": SOURCE_DEMONSTRATION if contenu.demonstration else SOURCE,
        "millesime": millesime.nom,
        "schema_version": VERSION_SCHEMA,
        "note_arrondi": NOTE_ARRONDI,
    }


def des_indicateurs(contenu: Contenu, millesime: Millesime) -> dict[str, Any]:
    """`indicateurs_metadonnees.json`: what readers show beside the figures."""
    return {
        "millesime": millesime.nom,
        "date_observation": str(contenu.date_observation),
        "note_arrondi": NOTE_ARRONDI,
        "demonstration": contenu.demonstration,
        "licence": LICENCE,
        **contenu.catalogue.en_clair(),
    }


def de_la_publication(contenu: Contenu, millesime: Millesime, suite: Suite, table: pl.LazyFrame) -> dict[str, Any]:
    """`publication.json`: inputs by their hashes (the release it follows is one), versions, parameters, what an audit
    had withdrawn, and what is published or missing. `table`: the published rows, those of `suite`."""
    precedent = suite.precedent.nom if suite.precedent else None
    return {
        "millesime": millesime.nom,
        "date_observation": str(contenu.date_observation),
        "precedent": precedent,
        "precedent_sha256": suite.precedent.sha256 if suite.precedent else None,
        "revision_annuelle": est_annuelle(contenu.date_observation, precedent),
        "lignes_reportees": suite.reportees,
        "demonstration": contenu.demonstration,
        "licence": LICENCE,
        "versions": {
            "pilotage": importlib.metadata.version("pilotage"),
            "schema": VERSION_SCHEMA,
            "catalogue": contenu.catalogue.empreinte,
            "contrats": contenu.contrats,
        },
        "secret": {"methode": "arrondi aléatoire à clé", **contenu.parametres.en_clair()},
        "tables_retirees": suite.lecture.tables.to_dicts(),
        "couverture": couverture(table, list(contenu.catalogue.indicateurs)),
        "entrees": contenu.entrees,
    }


def couverture(table: pl.LazyFrame, indicateurs: list[str]) -> dict[str, Any]:
    """Rows, rows with a value, rows without by reason: counts of published rows, which anybody can redo."""
    par_motif = table.group_by("indicateur", "motif").len().collect().sort("indicateur", "motif", nulls_last=True)
    detail: dict[str, Any] = {nom: {"lignes": 0, "avec_valeur": 0, "sans_valeur": {}} for nom in indicateurs}
    for indicateur, motif, nombre in par_motif.filter(pl.col("indicateur").is_in(indicateurs)).iter_rows():
        detail[indicateur]["lignes"] += nombre
        if motif is None:
            detail[indicateur]["avec_valeur"] = nombre
        else:
            detail[indicateur]["sans_valeur"][motif] = nombre
    return {"lignes": par_motif["len"].sum(), "indicateurs": detail}
