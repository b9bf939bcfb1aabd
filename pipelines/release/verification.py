"""The check of a release by whoever holds it: with its files alone, every figure and every absence is redone."""

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.disclosure import CLE_QUALITE, COLONNES, COLONNES_QUALITE, UNITES_DES_PERSONNES, Parametres
from pipelines.release import empreintes, grille
from pipelines.release.colonnes import CLE
from pipelines.release.metadonnees import couverture
from pipelines.release.regles import fautes
from pipelines.release.schema import table_schema
from pipelines.release.tables import meme_csv, par_indicateur


def verifier(dossier: Path) -> list[str]:
    """One sentence per fault of a release in its place; empty when every file and every value is as it should be."""
    place = dossier.resolve()
    return [*defauts_des_fichiers(place, place.name), *_defauts_du_lien(place)]


def defauts_des_fichiers(dossier: Path, nom: str) -> list[str]:
    """The faults of the files of release `nom`, wherever they are (a release is checked before it has its place)."""
    fichiers = empreintes.defauts(dossier)
    try:
        return [*fichiers, *_defauts_du_contenu(dossier, nom)]
    except (OSError, KeyError, ValueError, TypeError, pl.exceptions.PolarsError) as erreur:
        premiere = str(erreur).splitlines()[0] if str(erreur) else ""
        return [*fichiers, f"A file cannot be read as a release's ({type(erreur).__name__}: {premiere})."]


def _defauts_du_contenu(dossier: Path, nom: str) -> list[str]:
    metadonnees = _json(dossier / "indicateurs_metadonnees.json")
    publication = _json(dossier / "publication.json")
    table = pl.read_parquet(dossier / "indicateurs.parquet")
    if dict(table.schema) != COLONNES:
        return ["indicateurs.parquet has not the published columns, types and order."]
    defauts = [
        f"{fichier} says millésime {objet['millesime']}, its folder says {nom}."
        for fichier, objet in (("indicateurs_metadonnees.json", metadonnees), ("publication.json", publication))
        if objet["millesime"] != nom
    ]
    if _json(dossier / "schema.json") != table_schema():
        defauts.append("schema.json does not describe the published columns.")
    if not meme_csv(dossier / "indicateurs.csv.gz", table):
        defauts.append("indicateurs.csv.gz and indicateurs.parquet do not hold the same rows.")
    entrees = {entree["indicateur"]: entree for entree in metadonnees["indicateurs"]}
    if publication["couverture"] != couverture(table, list(entrees)):
        defauts.append("publication.json does not count the rows that are published.")
    territoires = pl.read_parquet(dossier / "territoires.parquet").filter("publie")
    parametres = Parametres(**{f.name: publication["secret"][f.name] for f in fields(Parametres)})
    defauts += _defauts_des_lignes(table, entrees, parametres)
    defauts += grille.defauts(table, entrees, metadonnees["dimensions"], territoires)
    defauts += _defauts_de_la_qualite(pl.read_parquet(dossier / "qualite_sources.parquet"), parametres)
    return defauts


def _defauts_de_la_qualite(mesures: pl.DataFrame, p: Parametres) -> Iterator[str]:
    if dict(mesures.schema) != COLONNES_QUALITE:
        yield "qualite_sources.parquet has not the published columns, types and order."
        return
    cle = mesures.select(CLE_QUALITE)
    if not cle.equals(cle.unique().sort(CLE_QUALITE)):
        yield "qualite_sources.parquet is not sorted by its key, or has a key twice."
    comptes = ("numerateur", "denominateur")
    protegees = pl.col("unite").is_in(UNITES_DES_PERSONNES)
    part = (pl.col("numerateur") / pl.col("denominateur")).round(p.decimales_valeur)
    fautes = {
        f"count persons' rows and are not multiples of {p.base}": protegees
        & pl.any_horizontal(pl.col(c) % p.base != 0 for c in comptes),
        "show a share of too few": protegees
        & (pl.col("denominateur") < p.seuil_denominateur)
        & pl.col("valeur").is_not_null(),
        "are not numerator ÷ denominator": (pl.col("unite") != "jours") & (pl.col("valeur") != part),
    }
    for phrase, faute in fautes.items():
        if nombre := mesures.filter(faute).height:
            yield f"qualite_sources.parquet: {nombre:,} rows {phrase}."


def _defauts_des_lignes(table: pl.DataFrame, entrees: dict[str, dict], p: Parametres) -> Iterator[str]:
    noms = [nom for nom, _ in par_indicateur(table)]
    if noms != sorted(set(noms)):
        yield "indicateurs.parquet is not sorted by its key."
    for nom, lignes in par_indicateur(table):
        if nom not in entrees:
            yield f"{nom} has rows and no entry in indicateurs_metadonnees.json."
            continue
        yield from _defauts_de_la_cle(lignes, nom)
        for phrase, faute in fautes(lignes, entrees[nom], p).items():
            if nombre := faute.sum():
                yield f"{nom}: {nombre:,} rows {phrase}, for example {_place(lignes, faute)}."


def _defauts_de_la_cle(lignes: pl.DataFrame, nom: str) -> Iterator[str]:
    cle = lignes.select(CLE)
    if not cle.equals(cle.sort(CLE)):
        yield f"{nom}: rows are not sorted by the key."
    if doublons := lignes.height - cle.unique().height:
        yield f"{nom}: {doublons:,} rows have the key of another."


def _place(lignes: pl.DataFrame, faute: pl.Series) -> str:
    premiere = lignes.filter(faute.fill_null(False)).row(0, named=True)
    return ", ".join(str(premiere[colonne]) for colonne in CLE[2:])


def _defauts_du_lien(place: Path) -> list[str]:
    """`latest` is a relative link to a whole release. A release copied alone has none to check."""
    if place.parent.name != "millesimes":
        return []
    lien = place.parent.parent / "latest"
    if not lien.is_symlink():
        return ["There is no link `latest` beside millesimes/."]
    cible = lien.readlink()
    if cible.is_absolute() or cible.parent != Path("millesimes") or not (lien / empreintes.SOMMES).exists():
        return [f"`latest` points to {cible}: it must be a relative link to a release in millesimes/."]
    return []


def _json(chemin: Path) -> dict[str, Any]:
    return json.loads(chemin.read_text(encoding="utf-8"))
