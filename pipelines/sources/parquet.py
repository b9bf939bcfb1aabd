"""Parquet: typed columns written back as the texts the contract expects, so that one set of checks holds for all."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.contracts.modele import Colonne, Contrat
from pipelines.sources import FichierRefuse, entete, ouverture
from pipelines.sources.bornes import plafond_d_expansion
from pipelines.sources.lot import Cahier, Envoi

LIMITE_OCTETS = 2**30
CELLULES_MAXIMUM = 100_000_000
"""A few bytes of Parquet can repeat a value a thousand million times: rows are counted before they are read."""

_JOURS = ((date(2, 1, 1) - date(1970, 1, 1)).days, (date(9999, 1, 1) - date(1970, 1, 1)).days)
_CALENDRIER = {
    "d": _JOURS,
    "ms": tuple(jours * 86_400 * 10**3 for jours in _JOURS),
    "us": tuple(jours * 86_400 * 10**6 for jours in _JOURS),
    "ns": (-(2**63) + 1, 2**63 - 1),
}
"""Years that have four figures, in each unit a date may be counted in."""


def lire(envois: list[Envoi], contrat: Contrat, cahier: Cahier) -> dict[str, list[pl.DataFrame]]:
    """Rows of each entity; the unit is the row, numbered from 1."""
    lues: dict[str, list[pl.DataFrame]] = {}
    for envoi in envois:
        try:
            frame = _lire_fichier(envoi, contrat, cahier)
        except FichierRefuse as refus:
            cahier.refuser_fichier(envoi.index, refus)
            continue
        if frame.is_empty():
            cahier.remarquer(envoi.index, "aucune_ligne", f"{envoi.fichier.nom} : aucune ligne reçue.")
        lues.setdefault(envoi.nom.entite, []).append(frame)
    return lues


def _lire_fichier(envoi: Envoi, contrat: Contrat, cahier: Cahier) -> pl.DataFrame:
    nom, fichier = envoi.fichier.nom, envoi.fichier
    octets = ouverture.lire_entier(fichier.chemin, fichier.membre, LIMITE_OCTETS)
    with _lisible(nom):
        pied = pq.ParquetFile(io.BytesIO(octets))
        schema, lignes = pied.schema_arrow, pied.metadata.num_rows
    version = entete.reconnaitre(contrat, envoi.nom.entite, envoi.nom.emetteur, lambda _version: schema.names)
    noms = entete.rapprocher(entete.Entete(schema.names, nom, "Ajoutez la colonne."), envoi, version, cahier)
    attendues = entete.recues(envoi.entite)
    recus = {nom: recu for recu, nom in zip(schema.names, noms, strict=True)}
    voulus = [recus[colonne.recu] for colonne in attendues if colonne.recu in recus]
    if lignes * len(voulus) > CELLULES_MAXIMUM:
        raise _trop_grand(nom)
    if imbriquees := [recu for recu in voulus if pa.types.is_nested(schema.field(recu).type)]:
        phrase = f"{nom} : {', '.join(imbriquees)} tient une liste ou une structure, une valeur simple est attendue."
        raise FichierRefuse("colonne_imbriquee", phrase)
    with _lisible(nom):
        frame = _colonnes(octets, schema, voulus)
        if frame.height != lignes:
            raise ValueError("the footer and the pages do not tell the same number of rows")
        textes = [_en_texte(frame, recus.get(colonne.recu), colonne) for colonne in attendues]
        numeros = pl.int_range(1, lignes + 1, dtype=pl.UInt32, eager=True)
        lues = pl.DataFrame({"unite": numeros, "ligne": numeros}).with_columns(textes)
    pese = lues.select(pl.sum_horizontal(pl.col(pl.String).str.len_bytes().sum().cast(pl.UInt64))).item()
    if pese > plafond_d_expansion(len(octets)):
        raise _trop_grand(nom)
    cahier.noter(envoi.index, unites_recues=lignes, lignes=lignes)
    lues = lues.select(pl.lit(envoi.index, pl.UInt32).alias("fichier"), pl.all())
    return entete.avec_valeurs(lues, version)


@contextmanager
def _lisible(nom: str) -> Iterator[None]:
    """A broken file breaks the libraries in ways of their own, panics of Rust included: all of them are one refusal."""
    try:
        yield
    except (Exception, pl.exceptions.PanicException) as erreur:
        raise FichierRefuse(
            "parquet_illisible", f"{nom} : le fichier Parquet est endommagé ou incomplet. Exportez-le de nouveau."
        ) from erreur


def _trop_grand(nom: str) -> FichierRefuse:
    return FichierRefuse(
        "expansion_excessive",
        f"{nom} : il tient plus de valeurs qu'un fichier de cette taille n'en peut porter. Découpez l'envoi.",
    )


def _colonnes(octets: bytes, schema: pa.Schema, voulus: list[str]) -> pl.DataFrame:
    """The wanted columns; texts stay in their dictionary, so that a long one repeated is held once."""
    textes = [nom for nom in voulus if pa.types.is_string(schema.field(nom).type)]
    table = pq.ParquetFile(io.BytesIO(octets), read_dictionary=textes).read(columns=voulus)
    table.validate(full=True)
    return pl.DataFrame(pl.from_arrow(table))


def _en_texte(frame: pl.DataFrame, recu: str | None, colonne: Colonne) -> pl.Series:
    """A column as the contract reads it: a date in its format, an instant with Z, a whole number without point."""
    if recu is None:
        return pl.Series(colonne.recu, [None], pl.String).new_from_index(0, frame.height)
    serie = frame[recu].alias(colonne.recu)
    if serie.dtype == pl.Date or isinstance(serie.dtype, pl.Datetime):
        brute = serie.to_physical()
        # A date beyond four figures cannot be written: it is left as the number it is, and the checks say so
        ecrite = _date(serie.set(~brute.is_between(*_CALENDRIER[_unite(serie)]), None), colonne)
        return ecrite.zip_with(ecrite.is_not_null(), brute.cast(pl.String))
    if serie.dtype.is_float():
        serie = serie.fill_nan(None)
    return (
        serie.cast(pl.String).str.replace(r"^(-?\d+)\.0+$", "$1") if serie.dtype.is_numeric() else serie.cast(pl.String)
    )


def _unite(serie: pl.Series) -> str:
    return serie.dtype.time_unit if isinstance(serie.dtype, pl.Datetime) else "d"


def _date(serie: pl.Series, colonne: Colonne) -> pl.Series:
    if serie.dtype == pl.Date:
        return serie.dt.strftime("%Y-%m-%dT00:00:00" if colonne.logique == "timestamp" else _format(colonne))
    fuseau = serie.dtype.time_zone
    instant = serie.dt.strftime("%Y-%m-%dT%H:%M:%S")
    if fuseau:
        instant = serie.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        serie = serie.dt.convert_time_zone("Europe/Paris")
    if colonne.logique != "date":
        return instant
    # A day written as an instant is that day at midnight; any other hour is not a date, and the checks say so
    entier = serie.dt.time() == pl.time(0, 0, 0)
    return (
        serie.to_frame()
        .select(pl.when(entier).then(serie.dt.strftime(_format(colonne))).otherwise(instant))
        .to_series()
    )


def _format(colonne: Colonne) -> str:
    return colonne.format or "%Y-%m-%d"
