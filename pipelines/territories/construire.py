"""Rebuild the tables of this room from public sources: communes, changes of codes, their groupings, committees.

    npm pack @etalab/decoupage-administratif@6.0.0        # in a folder of its own, then: tar xzf *.tgz
    python -m pipelines.territories.construire <unpacked package> [<folder of the administrative tables>]

The package (code MIT, data Licence Ouverte) holds the COG, the EPCI of the DGCL and the INSEE populations of one year:
2026 for 6.0.0. The other folder holds `commune_clpe.csv` (commune_code, clpe_code, clpe_libelle: local committees of
2025-06-02, code system clpe_2025); without it, the committees in place stay.
"""

import json
import sys
from pathlib import Path

import polars as pl

from pipelines.territories.tables import DOSSIER

_COURANTE = "commune-actuelle"
_HORS_DEPARTEMENTS = "com"


def construire(paquet: Path, administratif: Path | None = None, cible: Path = DOSSIER) -> None:
    """Write the tables in `cible`."""
    entites = _entites(paquet)
    communes = _communes(entites, paquet)
    communes.write_parquet(cible / "communes.parquet", compression="zstd", compression_level=19)
    passages = _passages(entites)
    passages.write_parquet(cible / "passages.parquet", compression="zstd", compression_level=19)
    for nom in ("departements", "regions"):
        _groupement(paquet, nom).write_csv(cible / f"{nom}.csv")
    _epci(paquet).write_csv(cible / "epci.csv")
    if administratif:
        _comites(administratif, cible)


def _lire(paquet: Path, nom: str) -> list[dict]:
    return json.loads((paquet / "data" / f"{nom}.json").read_text(encoding="utf-8"))


def _entites(paquet: Path) -> pl.DataFrame:
    """Every entry of the package: current communes, associated, déléguées, arrondissements municipaux."""
    schema = dict.fromkeys(
        ("code", "nom", "type", "chefLieu", "commune", "departement", "region", "arrondissement"), pl.String
    )
    schema |= {"population": pl.Int64, "anciensCodes": pl.List(pl.String)}
    return pl.from_dicts(_lire(paquet, "communes"), schema=schema)


def _communes(entites: pl.DataFrame, paquet: Path) -> pl.DataFrame:
    membres = [(membre["code"], epci["code"]) for epci in _lire(paquet, "epci") for membre in epci["membres"]]
    epci = pl.DataFrame(membres, schema={"code": pl.String, "epci": pl.String}, orient="row")
    return (
        entites.filter(pl.col("type") == _COURANTE)
        .join(epci, on="code", how="left")
        .select(
            "departement",
            "region",
            "epci",
            "population",
            pl.col("arrondissement").replace("", None),  # Mayotte has none
            commune="code",
            commune_nom="nom",
        )
        .select("commune", "commune_nom", "departement", "region", "epci", "arrondissement", "population")
        .sort("commune")
    )


def _passages(entites: pl.DataFrame) -> pl.DataFrame:
    """Old code → current commune. What the COG attaches today (chef-lieu) goes before the memory of a merger.

    The two disagree on two communes (55273, 60455), which left the commune they had merged into.
    """
    courantes = entites.filter(pl.col("type") == _COURANTE)
    rattachees = entites.filter(pl.col("type") != _COURANTE).select(
        ancienne="code", commune=pl.coalesce("chefLieu", "commune"), rang=pl.lit(0)
    )
    fusionnees = courantes.select(ancienne="anciensCodes", commune="code", rang=pl.lit(1)).explode("ancienne")
    return (
        pl.concat([rattachees, fusionnees])
        .drop_nulls()
        .join(courantes, left_on="ancienne", right_on="code", how="anti")
        .sort("ancienne", "rang", "commune")
        .unique("ancienne", keep="first", maintain_order=True)
        .select("ancienne", "commune")
    )


def _groupement(paquet: Path, nom: str) -> pl.DataFrame:
    """Code, name (and région, of a département) of those that are levels: overseas collectivities are not."""
    table = pl.from_dicts(_lire(paquet, nom), infer_schema_length=None).filter(pl.col("zone") != _HORS_DEPARTEMENTS)
    return table.select("code", "nom", *(["region"] if "region" in table.columns else [])).sort("code")


def _epci(paquet: Path) -> pl.DataFrame:
    """Code and name of each intercommunality; its communes are in the table of communes."""
    return pl.DataFrame(
        [(epci["code"], epci["nom"]) for epci in _lire(paquet, "epci")], ["code", "nom"], orient="row"
    ).sort("code")


def _comites(administratif: Path, cible: Path) -> None:
    """Committees and their communes, under the codes of their own date: `charger` carries them to the current COG."""
    table = pl.read_csv(administratif / "commune_clpe.csv", infer_schema_length=0).select(
        commune="commune_code",
        comite_code="clpe_code",
        comite_nom=pl.col("clpe_libelle").str.strip_chars().str.replace_all("’", "'"),
    )
    table.select("comite_code", "comite_nom").unique().sort("comite_code").write_csv(cible / "comites.csv")
    table.select("commune", "comite_code").sort("commune").write_parquet(
        cible / "commune_comite.parquet", compression="zstd", compression_level=19
    )


if __name__ == "__main__":
    construire(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
