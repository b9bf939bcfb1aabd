"""Every announced cell has its row: the grid is redone from the metadata and the territories of the release."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from pipelines.catalogue.annonces import annoncees
from pipelines.release.tables import par_indicateur

DUREES = {"mois": (1, 1), "trimestre": (3, 3), "annee": (12, 12), "glissant_12m": (12, 1)}
"""Months a period lasts, and every how many months of the calendar one begins (a quarter: in January, April…)."""
_CELLULE = ["periode_type", "territoire_niveau", "territoire_code", "dimension", "modalite"]


def defauts(
    table: pl.DataFrame, entrees: dict[str, dict], dimensions: dict[str, dict], territoires: pl.DataFrame
) -> Iterator[str]:
    """One sentence per indicator and fault: months that are not there, rows missing or in excess."""
    mois = table.filter(pl.col("periode_type") == "mois")["periode_debut"]
    for nom, lignes in par_indicateur(table):
        if nom in entrees:
            yield from _defauts_des_periodes(lignes, entrees[nom], mois.max())
            yield from _defauts_des_cellules(lignes, entrees[nom], dimensions, territoires)


def _defauts_des_periodes(lignes: pl.DataFrame, entree: dict, dernier: date | None) -> Iterator[str]:
    """Each month from the first one of the indicator to the last one of the release; each period that fits in them."""
    nom = entree["indicateur"]
    debuts = {
        periode: set(lignes.filter(pl.col("periode_type") == periode)["periode_debut"].unique()) for periode in DUREES
    }
    if not debuts["mois"] or dernier is None:
        yield f"{nom}: no month is published."
        return
    mois = pl.date_range(min(debuts["mois"]), dernier, "1mo", eager=True).to_list()
    for periode in entree["periodes"]:
        duree, pas = DUREES[periode]
        attendus = {debut for debut in mois[: max(len(mois) - duree + 1, 0)] if (debut.month - 1) % pas == 0}
        manquants = sorted(attendus - debuts[periode])
        en_trop = sorted(debuts[periode] - attendus)
        if manquants or en_trop:
            yield f"{nom}: periods {periode} starting {', '.join(map(str, manquants or en_trop))} should " + (
                "be there." if manquants else "not be there."
            )


def _defauts_des_cellules(
    lignes: pl.DataFrame, entree: dict, dimensions: dict[str, dict], territoires: pl.DataFrame
) -> Iterator[str]:
    modalites = {nom: dimensions[nom]["modalites"] for nom in entree["dimensions"]}
    publics = annoncees(entree["niveaux"], entree["periodes"], modalites)
    attendues = publics.join(territoires.select("territoire_niveau", "territoire_code"), on="territoire_niveau")
    en_trop = lignes.join(attendues, on=_CELLULE, how="anti").height
    par_periode = lignes.group_by("periode_type", "periode_debut").len("lignes")
    par_periode = par_periode.join(attendues.group_by("periode_type").len("attendues"), on="periode_type")
    ecarts = par_periode["attendues"].cast(pl.Int64) - par_periode["lignes"].cast(pl.Int64)
    if en_trop:
        yield f"{entree['indicateur']}: {en_trop:,} rows are of no announced cell."
    if manquantes := ecarts.clip(0).sum():
        yield f"{entree['indicateur']}: {manquantes:,} announced cells have no row."
