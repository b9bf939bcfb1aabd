"""Zones a house may receive the table of, commune by commune: local committees, bassins, zones d'emploi.

The table received last is the zonage, whole. Without one, the committees are those of clpe_2025 and there is no bassin,
no zone d'emploi. Every table here has the columns commune (of any year), code, nom.
"""

from datetime import date

import polars as pl

from pipelines.roots import Roots
from pipelines.territories import tables
from pipelines.territories.modele import BASSIN, LOCAL, ZONE_EMPLOI

SYSTEME = "clpe_2025"
"""Code system of the committees the package carries, of 2 June 2025."""
_RECUS = {LOCAL: ("comite_local", "comite"), BASSIN: ("bassin", "bassin"), ZONE_EMPLOI: ("zone_emploi", "zone_emploi")}
"""Level → the source that gives its table, and what the columns of its code and of its name begin with."""


def connus() -> dict[str, pl.DataFrame]:
    """The zonage that the package carries: the committees of clpe_2025 (COG 2025)."""
    comites = tables.lire("commune_comite").join(tables.lire("comites"), on="comite_code", how="left")
    return {LOCAL: comites.select("commune", code="comite_code", nom="comite_nom")}


def recus(roots: Roots, jusqu_a: date | None = None) -> dict[str, pl.DataFrame]:
    """For each level that has one, the table of the last reception (on or before `jusqu_a`) with an accepted row."""
    tables_recues = {niveau: _derniere(roots, source, prefixe, jusqu_a) for niveau, (source, prefixe) in _RECUS.items()}
    return {niveau: table for niveau, table in tables_recues.items() if table is not None}


def _derniere(roots: Roots, source: str, prefixe: str, jusqu_a: date | None) -> pl.DataFrame | None:
    """A commune written twice keeps the row of the greatest (content hash, line), whatever was landed first."""
    lu = dict.fromkeys(("commune", f"{prefixe}_code", f"{prefixe}_nom", "fichier"), pl.String) | {"ligne": pl.Int64}
    limite = str(jusqu_a or date.max)
    dossier = roots.lac / source
    for reception in sorted((d for d in dossier.glob("????-??-??") if d.name <= limite), reverse=True):
        lus = [pl.read_parquet(fichier, columns=list(lu)) for fichier in sorted(reception.glob(f"{source}*.parquet"))]
        table = pl.concat(lus).cast(lu) if lus else pl.DataFrame(schema=lu)
        if table.height:
            derniers = table.sort("fichier", "ligne").unique("commune", keep="last", maintain_order=True)
            return derniers.select("commune", code=f"{prefixe}_code", nom=f"{prefixe}_nom")
    return None


def au_cog(table: pl.DataFrame, communes: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """commune (current), code: each commune carried to the current COG; those nobody answers to are left out.

    When communes of two zones have merged, the merged commune goes with the code it kept, else with the smallest.
    """
    anciennes = passages.rename({"commune": "actuelle", "ancienne": "commune"})
    return (
        table.join(anciennes, on="commune", how="left")
        .with_columns(change=pl.col("actuelle").is_not_null(), actuelle=pl.coalesce("actuelle", "commune"))
        .join(communes.select(actuelle="commune"), on="actuelle", how="semi")
        .sort("actuelle", "change", "commune")
        .unique("actuelle", keep="first", maintain_order=True)
        .select(pl.col("actuelle").alias("commune"), "code")
    )


def noms(table: pl.DataFrame) -> pl.DataFrame:
    """code, nom: the name most of a zone's rows give, then the first in the alphabet."""
    return (
        table.group_by("code", "nom")
        .len()
        .sort("code", "len", "nom", descending=[False, True, False])
        .unique("code", keep="first", maintain_order=True)
        .select("code", "nom")
    )
