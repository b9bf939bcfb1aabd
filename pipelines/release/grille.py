"""Every announced cell has its row: the grid is redone from the metadata and the territories of the release."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from pipelines.release.tables import par_indicateur

DOUZE_MOIS = 12
_LIEU_ET_PUBLIC = ["territoire_niveau", "territoire_code", "dimension", "modalite"]


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
    """Each month from the first one of the indicator to the last one of the release; each year that fits in them."""
    nom = entree["indicateur"]
    debuts = {
        periode: set(lignes.filter(pl.col("periode_type") == periode)["periode_debut"].unique())
        for periode in ("mois", "glissant_12m")
    }
    if not debuts["mois"] or dernier is None:
        yield f"{nom}: no month is published."
        return
    mois = pl.date_range(min(debuts["mois"]), dernier, "1mo", eager=True).to_list()
    attendus = {"mois": mois, "glissant_12m": mois[: max(len(mois) - DOUZE_MOIS + 1, 0)]}
    for periode in entree["periodes"]:
        manquants = sorted(set(attendus[periode]) - debuts[periode])
        en_trop = sorted(debuts[periode] - set(attendus[periode]))
        if manquants or en_trop:
            yield f"{nom}: periods {periode} starting {', '.join(map(str, manquants or en_trop))} should " + (
                "be there." if manquants else "not be there."
            )


def _defauts_des_cellules(
    lignes: pl.DataFrame, entree: dict, dimensions: dict[str, dict], territoires: pl.DataFrame
) -> Iterator[str]:
    lieux = territoires.filter(pl.col("territoire_niveau").is_in(entree["niveaux"]))
    publics = pl.DataFrame(
        [(d, modalite) for d in entree["dimensions"] for modalite in dimensions[d]["modalites"]],
        schema=["dimension", "modalite"],
        orient="row",
    )
    annoncees = lieux.select("territoire_niveau", "territoire_code").join(publics, how="cross")
    en_trop = lignes.join(annoncees, on=_LIEU_ET_PUBLIC, how="anti").height
    par_periode = lignes.group_by("periode_type", "periode_debut").len()
    manquantes = (annoncees.height - par_periode["len"].cast(pl.Int64)).clip(0).sum()
    if en_trop:
        yield f"{entree['indicateur']}: {en_trop:,} rows are of no announced cell."
    if manquantes:
        yield f"{entree['indicateur']}: {manquantes:,} announced cells have no row."
