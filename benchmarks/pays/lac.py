"""Writing to the lake what the door would have landed: every column of the contract, by source and reception date."""

from datetime import date
from pathlib import Path
from shutil import rmtree

import duckdb
import polars as pl

from pipelines import catalogue, territories
from pipelines.contracts import charger
from pipelines.contracts.passage import schema_du_lac
from pipelines.landing.livraisons import ecrire_livraisons
from pipelines.roots import Roots
from pipelines.sources import toutes

RECEPTIONS = {
    "accompagnement": 10,
    "contrat_engagement": 6,
    "diagnostic": 6,
    "dsn": 18,
    "formation": 10,
    "inscription": 4,
    "offre": 3,
    "orientation": 5,
    "rendez_vous": 5,
    "rsa": 12,
    "rsa_contact": 2,
    "sanction": 10,
}
"""The day of the next month on which the files of a month come, by source."""

FICHIERS = {
    "accompagnement": ("action", "corde_rappel", "modalite"),
    "inscription": ("inscription", "cessation"),
}
"""Entities that have a file of their own; elsewhere, one file carries them all."""

_TYPES = {pl.Int64: "bigint", pl.Int32: "integer", pl.String: "varchar", pl.Date: "date", pl.Boolean: "boolean"}


def fichier_de(source: str, entite: str) -> str:
    """The entity whose file carries this one: its own, or the first of its source."""
    propres = FICHIERS.get(source) or (next(iter(charger(source).entites)),)
    return entite if entite in propres else propres[0]


def expliquer(roots: Roots, observation: date) -> None:
    """Write what stands beside the lake but for the deliveries: the territories and the catalogue of the code."""
    territories.ecrire_contexte(territories.charger(roots, observation), roots.contexte)
    catalogue.ecrire_contexte(catalogue.charger(), roots.contexte)
    pl.DataFrame({"date_observation": [observation]}).write_parquet(roots.contexte / "observation.parquet")


class Lac:
    """The lake and the context of a house that has no door: made in one go, in the scratch connection `sur`."""

    def __init__(self, sur: duckdb.DuckDBPyConnection, roots: Roots) -> None:
        self.sur, self.roots = sur, roots
        self.schemas = {source: schema_du_lac(charger(source)) for source in RECEPTIONS}

    def preparer(self, observation: date) -> None:
        """Write what stands beside the lake, and the empty tables of what never comes."""
        expliquer(self.roots, observation)
        ecrire_livraisons(self.roots)

    def livrer(self) -> None:
        """Write the deliveries: every file of every sender and month of `mois` came, in time, with nothing refused."""
        fichiers = [
            (source, entite, charger(source).proprietes["emetteur"] == "national", jour)
            for source, jour in RECEPTIONS.items()
            for entite in FICHIERS.get(source) or (fichier_de(source, ""),)
        ]
        self.sur.execute("create table fichiers (source varchar, entite varchar, nationale boolean, jour integer)")
        self.sur.executemany("insert into fichiers values (?, ?, ?, ?)", fichiers)
        self.sur.execute("""
            create table livraisons as
            select
                source,
                entite,
                emetteur,
                mois,
                dernier_jour + jour as date_reception,
                substr(md5(concat_ws(' ', source, entite, emetteur, mois)), 1, 16) as fichier
            from fichiers
            cross join mois
            inner join (
                select distinct departement as emetteur, false as nationale from emplacements
                union all select 'FR', true
            ) using (nationale)""")
        contexte = self.roots.contexte
        self.sur.execute(f"copy livraisons to '{contexte / 'livraison.parquet'}' (format parquet)")
        self.sur.execute(f"""
            copy (
                select source, date_reception, 1000 as unites_recues, 0 as quarantaine,
                    cle(fichier, 'recues') as cle_recues, 0 as cle_quarantaine
                from livraisons
            ) to '{contexte / "reception.parquet"}' (format parquet)""")

    def ecrire(self, source: str, entite: str, selection: str) -> None:
        """Land the rows of a selection under the reception date of their file.

        `selection` gives `mois`, `ligne`, `emetteur` unless the source is national, and the columns of the entity that
        are told; the others are null, as they land when a sender leaves them out.
        """
        donnees = {colonne[0] for colonne in self.sur.execute(f"describe {selection}").fetchall()}
        nationale = charger(source).proprietes["emetteur"] == "national"
        colonnes = ", ".join(
            f"livraisons.{nom}"
            if nom in ("fichier", "date_reception")
            else f"cast({f'lignes.{nom}' if nom in donnees else 'null'} as {_type(nature)}) as {nom}"
            for nom, nature in self.schemas[source][entite].items()
        )
        a_cote = self.roots.lac / ".encours" / f"{source}-{entite}"
        a_cote.mkdir(parents=True)
        emetteur = "'FR'" if nationale else "lignes.emetteur"
        self.sur.execute(f"""
            copy (
                select {colonnes}
                from ({selection}) as lignes
                inner join livraisons on
                    livraisons.source = '{source}'
                    and livraisons.entite = '{fichier_de(source, entite)}'
                    and livraisons.mois = lignes.mois
                    and livraisons.emetteur = {emetteur}
            ) to '{a_cote}' (
                format parquet, compression zstd, partition_by (date_reception), write_partition_columns true,
                overwrite_or_ignore true
            )""")
        self._ranger(source, entite, a_cote)

    def _ranger(self, source: str, entite: str, a_cote: Path) -> None:
        for partition in sorted(a_cote.iterdir()):
            cible = self.roots.lac / source / partition.name.removeprefix("date_reception=")
            cible.mkdir(parents=True, exist_ok=True)
            for rang, part in enumerate(sorted(partition.iterdir()), start=1):
                part.rename(cible / f"{entite}-{rang:04d}.parquet")
        rmtree(a_cote)


def _type(nature: pl.DataType) -> str:
    if nature in _TYPES:
        return _TYPES[nature]
    return "double" if nature == pl.Float64 else "timestamp"


def sources_sans_lignes() -> list[str]:
    """Sources of the house that this country leaves empty."""
    return [source for source in toutes() if source not in RECEPTIONS]
