"""Which published rows of an indicator add up to which, whatever they count.

A row stands at a place of three axes: a territory, a period, a public. A sum is along one of them, the other two fixed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from pipelines.catalogue.annonces import CROIX, DUREES, ENSEMBLE

LIEU = ("territoire_niveau", "territoire_code")
PERIODE = ("periode_type", "periode_debut")
PUBLIC = ("dimension", "modalite")
AXES = {"lieu": LIEU, "periode": PERIODE, "public": PUBLIC}
_EMBOITEES = (
    *(("mois", large) for large in ("trimestre", "annee", "glissant_12m")),
    *(("trimestre", large) for large in ("annee", "glissant_12m")),
)
_PAIRES = {"partie": pl.Int64, "total": pl.Int64, "combien": pl.Int64}


@dataclass(frozen=True)
class Sommes:
    """Sums of disjoint parts, by numbers of rows: of sum s, the total is `total[s]`, the parts are
    `partie[debut[s]:debut[s + 1]]`; `combien[s]` of them make it up, 0 when they need not; `dedans[s]`: whether they
    are all in it. `genre[s]`: the two levels, dimensions or kinds of period that it binds; `partout[s]`: whether one
    that is not true says that no other of its genre need be."""

    total: np.ndarray
    combien: np.ndarray
    dedans: np.ndarray
    genre: np.ndarray
    partout: np.ndarray
    debut: np.ndarray
    partie: np.ndarray

    @property
    def somme(self) -> np.ndarray:
        """The sum that each of `partie` is in."""
        return np.repeat(np.arange(self.total.size), np.diff(self.debut))

    def seules(self, gardees: np.ndarray) -> "Sommes":
        """Those of the sums for which `gardees` is true."""
        tailles = np.diff(self.debut)
        debut = np.concatenate([[0], np.cumsum(tailles[gardees])])
        par_somme = (tableau[gardees] for tableau in (self.total, self.combien, self.dedans, self.genre, self.partout))
        return Sommes(*par_somme, debut, self.partie[np.repeat(gardees, tailles)])


def lister(
    lignes: pl.DataFrame, entree: Mapping[str, Any], dimensions: Mapping[str, Mapping], contenances: pl.DataFrame
) -> Sommes:
    """Every sum between rows, numbered in the order of `lignes` (LIEU, PERIODE, PUBLIC, each place once)."""
    places = {axe: lignes.select(noms).unique(maintain_order=True).with_row_index(axe) for axe, noms in AXES.items()}
    ou = lignes.select(LIEU + PERIODE + PUBLIC)
    for axe, noms in AXES.items():
        ou = ou.join(places[axe], on=noms, how="left", maintain_order="left")
    pas = {"lieu": places["periode"].height * places["public"].height, "periode": places["public"].height, "public": 1}
    cle = ou.select(pl.sum_horizontal(pl.col(axe).cast(pl.Int64) * pas[axe] for axe in AXES)).to_series()
    rang = np.full(places["lieu"].height * pas["lieu"], -1, dtype=np.int32)
    rang[cle.to_numpy()] = np.arange(cle.len())
    situees = ou.select(*AXES, cle=cle).with_row_index("partie_ligne")
    listees = []
    for genre, (axe, paires) in enumerate(_par_genre(places, entree, dimensions, contenances)):
        du_genre = situees.join(paires, left_on=axe, right_on="partie", coalesce=False)
        cle_du_total = pl.col("cle") + (pl.col("total") - pl.col("partie")) * pas[axe]
        totaux = rang[du_genre.select(cle_du_total).to_series().to_numpy()]
        listees.append(
            du_genre.select(
                partie="partie_ligne",
                total=pl.Series(totaux),
                combien="combien",
                genre=pl.lit(genre),
                partout=pl.lit(axe != "periode"),
            )
        )
    return _ranger(listees)


def _ranger(listees: list[pl.DataFrame]) -> Sommes:
    schema = {"partie": pl.UInt32, "total": pl.Int64, "combien": pl.Int64, "genre": pl.Int32, "partout": pl.Boolean}
    toutes = pl.concat([pl.DataFrame(schema=schema), *(s.cast(schema) for s in listees)])
    toutes = toutes.filter(pl.col("total") >= 0).sort("genre", "total")
    tetes = toutes.group_by("genre", "total", maintain_order=True).agg(
        pl.col("combien", "partout").first(), taille=pl.len()
    )
    return Sommes(
        total=tetes["total"].to_numpy(),
        combien=tetes["combien"].fill_null(0).to_numpy(),
        dedans=np.ones(tetes.height, dtype=bool),
        genre=tetes["genre"].to_numpy(),
        partout=tetes["partout"].to_numpy(),
        debut=np.concatenate([[0], tetes["taille"].cum_sum().cast(pl.Int64).to_numpy()]),
        partie=toutes["partie"].to_numpy(),
    )


def _par_genre(
    places: dict[str, pl.DataFrame],
    entree: Mapping[str, Any],
    dimensions: Mapping[str, Mapping],
    contenances: pl.DataFrame,
) -> Iterator[tuple[str, pl.DataFrame]]:
    """An axis, and of some of its places (`partie`) the one they add up to (`total`): of disjoint parts, `combien`
    make up the total (null: they need not)."""
    if entree["glissant"] == "somme":
        for fine, large in _EMBOITEES:
            yield "periode", _des_periodes(places["periode"], fine, large)
    for dimension in entree["dimensions"]:
        if dimension != ENSEMBLE:
            for paires in _des_publics(places["public"], dimension, dimensions):
                yield "public", paires
    dedans = contenances.filter(pl.col("combien").ne_missing(1))
    for paires in dedans.partition_by("niveau", "dans"):
        yield "lieu", _des_lieux(places["lieu"], paires)


def _des_periodes(periodes: pl.DataFrame, fine: str, large: str) -> pl.DataFrame:
    duree, pas = DUREES[large][0], DUREES[fine][0]
    debuts = pl.date_ranges("periode_debut", pl.col("periode_debut").dt.offset_by(f"{duree - pas}mo"), f"{pas}mo")
    totaux = periodes.filter(periode_type=large).select(total="periode", periode_debut=debuts).explode("periode_debut")
    parties = periodes.filter(periode_type=fine).select("periode_debut", partie="periode")
    return _paires(parties.join(totaux, on="periode_debut"), duree // pas)


def _des_publics(publics: pl.DataFrame, dimension: str, dimensions: Mapping[str, Mapping]) -> Iterator[pl.DataFrame]:
    """Modalities in the whole; those of a crossing in each modality of its two dimensions."""
    parties = publics.filter(dimension=dimension).select("modalite", partie="public")
    ensemble = publics.filter(dimension=ENSEMBLE).select(total="public")
    modalites = dimensions[dimension]["modalites"]
    if dimensions[dimension]["exclusives"]:
        yield _paires(parties.join(ensemble, how="cross"), len(modalites))
    else:
        # a unit may be in several: each is in the whole, and that is all
        for une in parties.partition_by("modalite"):
            yield _paires(une.join(ensemble, how="cross"), None)
    for rang, simple in enumerate(dimension.split(CROIX) if CROIX in dimension else []):
        dites = parties.with_columns(modalite=pl.col("modalite").str.split(CROIX).list.get(rang))
        totaux = publics.filter(dimension=simple).select("modalite", total="public")
        yield _paires(dites.join(totaux, on="modalite"), len(modalites) // len(dimensions[simple]["modalites"]))


def _des_lieux(lieux: pl.DataFrame, paires: pl.DataFrame) -> pl.DataFrame:
    parties = paires.join(lieux, left_on=("niveau", "code"), right_on=LIEU).rename({"lieu": "partie"})
    situees = parties.join(lieux, left_on=("dans", "dans_code"), right_on=LIEU).rename({"lieu": "total"})
    return situees.select(pl.col(nom).cast(genre) for nom, genre in _PAIRES.items())


def _paires(reunies: pl.DataFrame, combien: int | None) -> pl.DataFrame:
    complet = reunies.with_columns(combien=pl.lit(combien, pl.Int64))
    return complet.select(pl.col(nom).cast(genre) for nom, genre in _PAIRES.items())
