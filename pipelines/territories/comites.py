"""Which communes make each local committee: the table received last, otherwise the 363 committees of clpe_2025."""

from datetime import date

import polars as pl

from pipelines.roots import Roots
from pipelines.territories import tables

SYSTEME = "clpe_2025"
"""Code system of the committees the package carries, of 2 June 2025."""
_LU = {"commune": pl.String, "comite_code": pl.String, "comite_nom": pl.String, "fichier": pl.String, "ligne": pl.Int64}


def connus() -> pl.DataFrame:
    """The committees of clpe_2025: commune (COG 2025), comite_code, comite_nom."""
    return tables.lire("commune_comite").join(tables.lire("comites"), on="comite_code", how="left")


def recus(roots: Roots, jusqu_a: date | None = None) -> pl.DataFrame | None:
    """The table of the last reception (on or before `jusqu_a`) of which a row was accepted; None when none ever was.

    A commune written twice keeps the row of the greatest (content hash, line): the same whatever was landed first.
    """
    dossier = roots.lac / "comite_local"
    limite = str(jusqu_a or date.max)
    for reception in sorted((d for d in dossier.glob("????-??-??") if d.name <= limite), reverse=True):
        fichiers = sorted(reception.glob("comite_local*.parquet"))
        lus = [pl.read_parquet(fichier, columns=list(_LU)) for fichier in fichiers]
        table = pl.concat(lus).cast(_LU) if lus else pl.DataFrame(schema=_LU)
        if table.height:
            derniers = table.sort("fichier", "ligne").unique("commune", keep="last", maintain_order=True)
            return derniers.select("commune", "comite_code", "comite_nom")
    return None


def au_cog(table: pl.DataFrame, communes: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """commune (current), comite_code: each code carried to the current COG; codes no commune answers to are left out.

    When communes of two committees have merged, the merged commune goes with the code it kept, else with the smallest.
    """
    anciennes = passages.rename({"commune": "actuelle", "ancienne": "commune"})
    return (
        table.join(anciennes, on="commune", how="left")
        .with_columns(change=pl.col("actuelle").is_not_null(), actuelle=pl.coalesce("actuelle", "commune"))
        .join(communes.select(actuelle="commune"), on="actuelle", how="semi")
        .sort("actuelle", "change", "commune")
        .unique("actuelle", keep="first", maintain_order=True)
        .select("comite_code", commune="actuelle")
        .select("commune", "comite_code")
    )


def noms(table: pl.DataFrame) -> pl.DataFrame:
    """comite_code, nom: the name most of a committee's rows give, then the first in the alphabet."""
    return (
        table.group_by("comite_code", nom="comite_nom")
        .len()
        .sort("comite_code", "len", "nom", descending=[False, True, False])
        .unique("comite_code", keep="first", maintain_order=True)
        .select("comite_code", "nom")
    )
