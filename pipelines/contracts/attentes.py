"""The Great Expectations suite of a contract, run on a landed batch; only counts come out, never a row value."""

import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines.contracts.modele import Colonne, Contrat, Entite
from pipelines.contracts.passage import schema_du_lac

if TYPE_CHECKING:
    import pandas as pd

# What pandas makes of each landed type; a whole number becomes a float, a flag an object, when a value is missing
_TYPES_PANDAS = {
    pl.String: ["StringDtype"],
    pl.Boolean: ["bool", "bool_", "object"],
    pl.Int32: ["int32", "float64"],
    pl.Int64: ["int64", "float64"],
    pl.Float64: ["float64"],
    pl.Date: ["datetime64[ms]"],
    pl.Datetime: ["datetime64[us]"],
}


@dataclass(frozen=True)
class Resultat:
    """One expectation on one landed batch. `inattendues` counts the rows (or 1 for the table) that do not meet it."""

    entite: str
    colonne: str
    attente: str
    succes: bool
    examinees: int
    inattendues: int


def suite_great_expectations(contrat: Contrat, entite: str, frame: pl.DataFrame) -> list[Resultat]:
    """Validate `frame`, landed rows of `entite`, against the suite generated from the contract.

    Great Expectations takes seconds to import: it is imported here, with its usage reports turned off.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations as gx  # noqa: PLC0415
        from great_expectations.data_context.data_context.context_factory import set_context  # noqa: PLC0415

        contexte = gx.get_context(mode="ephemeral")
        set_context(contexte)
        contexte.variables.progress_bars = {"globally": False, "metric_calculations": False}
        lot = (
            contexte.data_sources.add_pandas("lac")
            .add_dataframe_asset(entite)
            .add_batch_definition_whole_dataframe("lot")
            .get_batch(batch_parameters={"dataframe": _en_pandas(frame)})
        )
        suite = gx.ExpectationSuite(name=f"{contrat.source}.{entite}")
        for attente in attentes(contrat, contrat.entites[entite], gx.expectations):
            suite.add_expectation(attente)
        validation = lot.validate(suite, result_format="BASIC")
    return [_resultat(entite, resultat, frame.height) for resultat in validation.results]


def attentes(contrat: Contrat, entite: Entite, gxe: Any) -> Iterator[Any]:
    """The expectations a landed batch of `entite` must meet: columns, types, presence, codes, bounds."""
    schema = schema_du_lac(contrat)[entite.nom]
    yield gxe.ExpectTableColumnsToMatchOrderedList(column_list=list(schema))
    if not entite.peut_etre_vide:
        yield gxe.ExpectTableRowCountToBeBetween(min_value=1)
    for nom, type_ in schema.items():
        yield gxe.ExpectColumnValuesToBeInTypeList(column=nom, type_list=_TYPES_PANDAS[type_.base_type()])
    for nom in ("fichier", "ligne", "date_reception"):
        yield gxe.ExpectColumnValuesToNotBeNull(column=nom)
    for colonne in entite.colonnes:
        if colonne.passage and colonne.passage != "personne_ntt":
            yield from _attentes_de_colonne(colonne, gxe)


def _attentes_de_colonne(colonne: Colonne, gxe: Any) -> Iterator[Any]:
    nom = "personne_id" if colonne.passage == "personne" else colonne.atterrit
    if colonne.requis:
        yield gxe.ExpectColumnValuesToNotBeNull(column=nom)
    if colonne.passage != "garde":
        return
    if colonne.valeurs and colonne.logique == "string":
        yield gxe.ExpectColumnValuesToBeInSet(column=nom, value_set=list(colonne.valeurs))
    if colonne.logique in ("date", "integer", "number") and (
        colonne.minimum is not None or colonne.maximum is not None
    ):
        yield gxe.ExpectColumnValuesToBeBetween(
            column=nom, min_value=_borne(colonne, colonne.minimum), max_value=_borne(colonne, colonne.maximum)
        )


def _borne(colonne: Colonne, valeur: Any) -> Any:
    if valeur is None or colonne.logique != "date":
        return valeur
    import pandas as pd  # noqa: PLC0415

    return pd.Timestamp(str(valeur))


def _en_pandas(frame: pl.DataFrame) -> "pd.DataFrame":
    """With texts in the type that Great Expectations knows by name (the default one of pandas 3 it does not)."""
    textes = dict.fromkeys(frame.select(pl.col(pl.String)).columns, "string")
    return frame.to_pandas().astype(textes)


def _resultat(entite: str, resultat: Any, lignes: int) -> Resultat:
    detail, arguments = resultat.result, resultat.expectation_config.kwargs
    inattendues = detail.get("unexpected_count")
    return Resultat(
        entite=entite,
        colonne=arguments.get("column", ""),
        attente=resultat.expectation_config.type,
        succes=bool(resultat.success),
        examinees=int(detail.get("element_count") or lignes),
        inattendues=int(inattendues if inattendues is not None else not resultat.success),
    )
