"""From checked rows to landed rows: identities become pseudonyms or are dropped, days become months where they must."""

from datetime import date

import polars as pl

from pipelines.contracts import identification
from pipelines.contracts.identification import ANCIENNE_ID, ANCIENS_NUMEROS, METHODE, NUMEROS, PERSONNE_ID
from pipelines.contracts.modele import PHYSIQUES, Colonne, Contrat, Entite
from pipelines.identity import Cles, cles_enregistrement, liens, nir_provisoire, personnes

TECHNIQUES = {"fichier": pl.String, "ligne": pl.Int64, "date_reception": pl.Date}
PERSONNE = "personne"
CLE_PERSONNE = [PERSONNE_ID, "etat_civil_id"]
SCHEMA_PERSONNE = {
    PERSONNE_ID: pl.Int64,
    "cle_enregistrement": pl.Int64,
    "suite": pl.Int64,
    "identite_type": pl.String,
    "etat_civil_id": pl.Int64,
    **TECHNIQUES,
}
"""Persons met, one row for each civil state a person is given (null for none): what joins those known by it alone."""
_IDENTITES = (*NUMEROS, *ANCIENS_NUMEROS)


def schema_du_lac(contrat: Contrat) -> dict[str, dict[str, pl.DataType]]:
    """Landed columns and types of each entity of the contract, `personne` included when the source has persons."""
    schemas = {entite.nom: _schema(entite) for entite in contrat.entites.values()}
    if any(identification.dit_une_personne(entite) for entite in contrat.entites.values()):
        schemas[PERSONNE] = dict(SCHEMA_PERSONNE)
    return schemas


def _schema(entite: Entite) -> dict[str, pl.DataType]:
    schema: dict[str, pl.DataType] = {}
    if identification.dit_une_personne(entite):
        schema[PERSONNE_ID] = pl.Int64
    if identification.dit_la_methode(entite):
        schema[METHODE] = pl.String
    if identification.dit_une_ancienne_personne(entite):
        schema[ANCIENNE_ID] = pl.Int64
    for colonne in entite.colonnes:
        if colonne.passage and colonne.passage not in _IDENTITES:
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
    identites, rencontrees = _identites(frame, entite, cles)
    series = frame.select("emetteur", *TECHNIQUES).get_columns()
    for colonne in entite.colonnes:
        if colonne.espace:
            series.append(liens(frame[colonne.recu], colonne.espace, cles).rename(colonne.atterrit))
        elif colonne.passage and colonne.passage not in _IDENTITES:
            series.append(_valeur(frame[colonne.recu], colonne))
        if colonne.cle_enregistrement:
            series.append(cles_enregistrement(frame[colonne.recu], colonne.espace or colonne.atterrit, cles))
    schema = _schema(entite)
    return identites.hstack(series).select(*schema).cast(schema), rencontrees


def _valeur(serie: pl.Series, colonne: Colonne) -> pl.Series:
    if colonne.passage == "mois":
        return serie.dt.month_start().rename(colonne.atterrit)
    if colonne.passage == "jour_paris":
        return serie.cast(pl.Date).rename(colonne.atterrit)
    return serie.rename(colonne.atterrit)


def _identites(frame: pl.DataFrame, entite: Entite, cles: Cles) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(`personne_id` of each row, how it is known, the id it bore before; the persons met, each at its first row)."""
    dits = frame.select(
        *TECHNIQUES,
        numero=identification.numero(entite),
        ancien=identification.ancien_numero(entite),
        etat_civil=identification.etat_civil(entite),
    ).with_columns(canonique=pl.coalesce("numero", "etat_civil"))
    connues = personnes(dits["canonique"], cles)
    dits = dits.join(connues, on="canonique", how="left", maintain_order="left").with_columns(
        _pseudonymes(dits["ancien"], cles).alias(ANCIENNE_ID),
        _pseudonymes(dits["etat_civil"], cles).alias("etat_civil_id"),
        pl.col("canonique").str.extract("^([a-z_]+):").alias(METHODE),
    )
    rencontrees = dits.drop_nulls(PERSONNE_ID).unique(CLE_PERSONNE, keep="first", maintain_order=True)
    rencontrees = rencontrees.with_columns(identite_type=_type_d_identite()).select(*SCHEMA_PERSONNE)
    return dits.select(PERSONNE_ID, METHODE, ANCIENNE_ID), rencontrees


def _pseudonymes(canoniques: pl.Series, cles: Cles) -> pl.Series:
    """The ids that `personnes` gives to the same identities."""
    connues = personnes(canoniques, cles)
    return canoniques.replace_strict(connues["canonique"], connues["personne_id"], default=None, return_dtype=pl.Int64)


def _type_d_identite() -> pl.Expr:
    provisoire = (pl.col(METHODE) == identification.NIR) & nir_provisoire(pl.col("canonique").str.slice(4))
    return pl.when(provisoire).then(pl.lit(identification.PROVISOIRE)).otherwise(METHODE)
