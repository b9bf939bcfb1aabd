"""From checked rows to landed rows: identities become pseudonyms or are dropped, days become months where they must."""

from datetime import date

import polars as pl

from pipelines.contracts.modele import PHYSIQUES, Colonne, Contrat, Entite
from pipelines.identity import Cles, cles_enregistrement, liens, nir_provisoire, personnes

TECHNIQUES = {"fichier": pl.String, "ligne": pl.Int64, "date_reception": pl.Date}
PERSONNE = "personne"
SCHEMA_PERSONNE = {
    "personne_id": pl.Int64,
    "cle_enregistrement": pl.Int64,
    "suite": pl.Int64,
    "identite_type": pl.String,
    **TECHNIQUES,
}
_IDENTITES = ("personne", "personne_ntt")


def schema_du_lac(contrat: Contrat) -> dict[str, dict[str, pl.DataType]]:
    """Landed columns and types of each entity of the contract, `personne` included when the source has persons."""
    schemas = {entite.nom: _schema(entite) for entite in contrat.entites.values()}
    if any(colonne.passage in _IDENTITES for entite in contrat.entites.values() for colonne in entite.colonnes):
        schemas[PERSONNE] = dict(SCHEMA_PERSONNE)
    return schemas


def _schema(entite: Entite) -> dict[str, pl.DataType]:
    schema: dict[str, pl.DataType] = {}
    for colonne in entite.colonnes:
        if colonne.passage in _IDENTITES:
            schema["personne_id"] = pl.Int64
        elif colonne.passage:
            schema[colonne.atterrit] = _type(colonne)
        if colonne.cle_enregistrement:
            schema["cle_enregistrement"] = pl.Int64
    if entite.emetteur:
        schema["emetteur"] = pl.String
    return schema | TECHNIQUES


def _type(colonne: Colonne) -> pl.DataType:
    if colonne.espace:
        return pl.Int64
    return pl.Date if colonne.passage in ("mois", "jour_paris") else PHYSIQUES[colonne.physique]


def passer(
    types: pl.DataFrame, entite: Entite, cles: Cles, fichiers: pl.DataFrame, date_reception: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(landed rows, persons met) of checked rows; `fichiers`: `fichier` (index in the lot), `nom_court`, `emetteur`.

    Rows keep their order (file, line): nothing is ever ordered by a pseudonym.
    """
    frame = types.join(fichiers, on="fichier", how="left", maintain_order="left").with_columns(
        fichier=pl.col("nom_court"), ligne=pl.col("ligne").cast(pl.Int64), date_reception=pl.lit(date_reception)
    )
    frame, rencontrees = _avec_personnes(frame, entite, cles)
    series = []
    for colonne in entite.colonnes:
        if colonne.espace:
            series.append(liens(frame[colonne.recu], colonne.espace, cles).rename(colonne.atterrit))
        elif colonne.passage and colonne.passage not in _IDENTITES:
            series.append(_valeur(frame[colonne.recu], colonne))
        if colonne.cle_enregistrement:
            series.append(cles_enregistrement(frame[colonne.recu], colonne.espace or colonne.atterrit, cles))
    restantes = [nom for nom in ("personne_id", "emetteur", *TECHNIQUES) if nom in frame.columns]
    pose = pl.DataFrame([*series, *(frame[nom] for nom in restantes)])
    schema = _schema(entite)
    return pose.select(*schema).cast(schema), rencontrees


def _valeur(serie: pl.Series, colonne: Colonne) -> pl.Series:
    if colonne.passage == "mois":
        return serie.dt.month_start().rename(colonne.atterrit)
    if colonne.passage == "jour_paris":
        return serie.cast(pl.Date).rename(colonne.atterrit)
    return serie.rename(colonne.atterrit)


def _avec_personnes(frame: pl.DataFrame, entite: Entite, cles: Cles) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Replace the identity of each row by its `personne_id`; the persons met, each at its first row."""
    canoniques = {
        "personne": pl.format("nir:{}", pl.col(c.recu)) if (c := _porteur(entite, "personne")) else None,
        "personne_ntt": pl.format("ntt:{}", pl.col(c.recu)) if (c := _porteur(entite, "personne_ntt")) else None,
    }
    presentes = [expression for expression in canoniques.values() if expression is not None]
    if not presentes:
        return frame, pl.DataFrame(schema=SCHEMA_PERSONNE)
    frame = frame.with_columns(canonique=pl.coalesce(presentes))
    connues = personnes(frame["canonique"], cles)
    frame = frame.join(connues, on="canonique", how="left", maintain_order="left")
    rencontrees = (
        frame.drop_nulls("canonique")
        .unique("personne_id", keep="first", maintain_order=True)
        .with_columns(
            identite_type=pl.when(pl.col("canonique").str.starts_with("ntt:"))
            .then(pl.lit("ntt"))
            .when(nir_provisoire(pl.col("canonique").str.slice(4)))
            .then(pl.lit("provisoire"))
            .otherwise(pl.lit("nir"))
        )
    )
    return frame, rencontrees.select(*SCHEMA_PERSONNE)


def _porteur(entite: Entite, passage: str) -> Colonne | None:
    return next((colonne for colonne in entite.colonnes if colonne.passage == passage), None)
