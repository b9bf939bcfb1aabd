"""Every announced cell has its row: the grid is redone from the metadata and the territories of the release."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from pipelines.catalogue.annonces import DUREES, a_sa_place, annoncees

_CELLULE = ["periode_type", "periode_debut", "territoire_niveau", "territoire_code", "dimension", "modalite"]


def defauts(
    lignes: pl.DataFrame,
    entree: dict,
    dimensions: dict[str, dict],
    territoires: pl.DataFrame,
    dernier_mois: date | None,
) -> Iterator[str]:
    """One sentence per fault in the rows of an indicator: months that are not there, rows missing or in excess.

    `dernier_mois`: the last month of the release.
    """
    modalites = {nom: dimensions[nom]["modalites"] for nom in entree["dimensions"]}
    publics = annoncees(entree["niveaux"], entree["periodes"], modalites)
    yield from _defauts_des_periodes(lignes, entree["indicateur"], publics, dernier_mois)
    yield from _defauts_des_cellules(lignes, entree["indicateur"], publics, territoires)


def _defauts_des_periodes(lignes: pl.DataFrame, nom: str, publics: pl.DataFrame, dernier: date | None) -> Iterator[str]:
    """Each month from the first one of the indicator to the last one of the release; each period that fits in them."""
    debuts = {
        periode: set(lignes.filter(pl.col("periode_type") == periode)["periode_debut"].unique()) for periode in DUREES
    }
    if not debuts["mois"] or dernier is None:
        yield f"{nom}: no month is published."
        return
    mois = pl.date_range(min(debuts["mois"]), dernier, "1mo", eager=True).to_list()
    for periode, pas in publics.group_by("periode_type").agg(pl.min("pas_mois")).sort("periode_type").iter_rows():
        duree = DUREES[periode][0]
        attendus = {debut for debut in mois[: max(len(mois) - duree + 1, 0)] if (debut.month - 1) % pas == 0}
        manquants = sorted(attendus - debuts[periode])
        en_trop = sorted(debuts[periode] - attendus)
        if manquants or en_trop:
            yield f"{nom}: periods {periode} starting {', '.join(map(str, manquants or en_trop))} should " + (
                "be there." if manquants else "not be there."
            )


def _defauts_des_cellules(
    lignes: pl.DataFrame, nom: str, publics: pl.DataFrame, territoires: pl.DataFrame
) -> Iterator[str]:
    periodes = lignes.select("periode_type", "periode_debut").unique()
    lieux = territoires.select("territoire_niveau", "territoire_code")
    attendues = publics.join(periodes, on="periode_type").filter(a_sa_place(pl.col("periode_debut")))
    attendues = attendues.join(lieux, on="territoire_niveau")
    if en_trop := lignes.join(attendues, on=_CELLULE, how="anti").height:
        yield f"{nom}: {en_trop:,} rows are of no announced cell."
    if manquantes := attendues.join(lignes, on=_CELLULE, how="anti").height:
        yield f"{nom}: {manquantes:,} announced cells have no row."
