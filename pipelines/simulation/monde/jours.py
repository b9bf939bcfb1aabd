"""Days as whole numbers (since 1970-01-01), so that a whole block is dated at once; `JAMAIS` is no date at all."""

import zlib
from datetime import date

import numpy as np
import polars as pl

JAMAIS = np.int64(10**6)

Jours = np.ndarray
Hasard = np.random.Generator


def hasard(graine: int, rang: int, sujet: str) -> Hasard:
    """A generator of its own for each block and subject: adding a draw to one changes no other."""
    return np.random.default_rng([graine, rang, zlib.crc32(sujet.encode())])


def jour(quand: date) -> int:
    return quand.toordinal() - date(1970, 1, 1).toordinal()


def mois_de(jours: Jours) -> np.ndarray:
    """Months since January 1970."""
    return jours.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def debut_de_mois(mois: np.ndarray | int) -> Jours:
    """First day of a month given as `mois_de` gives it."""
    return np.asarray(mois).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def plus_mois(jours: Jours, nombre: np.ndarray | int) -> Jours:
    """The same day `nombre` months after, or the last day of that month when it is shorter."""
    mois = mois_de(jours)
    rang = jours - debut_de_mois(mois)
    debut = debut_de_mois(mois + nombre)
    return np.minimum(debut + rang, debut_de_mois(mois + nombre + 1) - 1)


def dates(jours: Jours) -> pl.Series:
    """A column of dates; JAMAIS becomes null."""
    serie = pl.Series(np.asarray(jours, dtype=np.int64))
    return serie.set(serie >= int(JAMAIS), None).cast(pl.Int32).cast(pl.Date)


def choix(hasard: Hasard, modalites: list, poids: list[float], nombre: int) -> np.ndarray:
    """`nombre` draws among `modalites`."""
    cumul = np.cumsum(np.asarray(poids, dtype=float))
    rangs = np.searchsorted(cumul / cumul[-1], hasard.random(nombre), side="right")
    return np.asarray(modalites)[rangs]


def entre(hasard: Hasard, bas: np.ndarray | int, haut: np.ndarray | int, nombre: int) -> Jours:
    """Whole numbers from `bas` to `haut`, both included."""
    return np.floor(bas + hasard.random(nombre) * (np.asarray(haut) - bas + 1)).astype(np.int64)


def log_normal(hasard: Hasard, mediane: np.ndarray | float, sigma: float, nombre: int) -> Jours:
    """Whole days, half of them under `mediane`."""
    return np.round(np.asarray(mediane) * np.exp(sigma * hasard.standard_normal(nombre))).astype(np.int64)
