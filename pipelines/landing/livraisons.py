"""What dbt is told beside the lake: who delivered which month and when, what became of each file; and empty tables for
what has not come yet."""

import polars as pl

from pipelines.contracts import charger
from pipelines.landing.corrections import SOURCE as CORRECTION
from pipelines.landing.partition import tables_vides
from pipelines.landing.registre import lister_registre
from pipelines.roots import Roots
from pipelines.sources import toutes

_LIVRAISON = {
    "source": pl.String,
    "entite": pl.String,
    "emetteur": pl.String,
    "mois": pl.Date,
    "date_reception": pl.Date,
    "fichier": pl.String,
}

_RECEPTION = {
    "source": pl.String,
    "date_reception": pl.Date,
    "unites_recues": pl.Int64,
    "quarantaine": pl.Int64,
    "cle_recues": pl.Int64,
    "cle_quarantaine": pl.Int64,
}


def ecrire_livraisons(roots: Roots) -> None:
    """Write in contexte/ livraison.parquet, one row per accepted file that says its month, and reception.parquet, one
    per file with its counts; and the empty tables.

    `entite` is what its name says it carries: registrations without their ends are half a delivery.
    """
    ecrire_tables_vides(roots)
    registre = lister_registre(roots)
    tables = {"livraison": pl.DataFrame(schema=_LIVRAISON), "reception": pl.DataFrame(schema=_RECEPTION)}
    if not registre.is_empty():
        registre = registre.with_columns(pl.col("mois", "date_reception").cast(pl.String).str.to_date("%Y-%m-%d"))
        tables = {"livraison": _livraisons(registre), "reception": _receptions(registre)}
    roots.contexte.mkdir(parents=True, exist_ok=True)
    for nom, table in tables.items():
        provisoire = roots.contexte / f"{nom}.tmp"
        table.write_parquet(provisoire, compression="zstd")
        provisoire.replace(roots.contexte / f"{nom}.parquet")


def ecrire_tables_vides(roots: Roots) -> None:
    """A zero-row typed file per entity of each source, under the date 0000-00-00."""
    for source in toutes():
        tables_vides(roots, charger(source))


def _livraisons(registre: pl.DataFrame) -> pl.DataFrame:
    acceptes = registre.filter(pl.col("statut") == "accepte")
    livraisons = acceptes.with_columns(_entites(acceptes)).select(*_LIVRAISON).drop_nulls("mois").cast(_LIVRAISON)
    return livraisons.sort("source", "entite", "emetteur", "mois", "date_reception", "fichier")


def _receptions(registre: pl.DataFrame) -> pl.DataFrame:
    """Counts of the files of senders (a correction is the house's own word), each with a record key of 40 bits.

    A unit in quarantine has no pseudonym: the file stands for its units, by two parts of its hash, and the same files
    give the same rounded counts.
    """
    recus = registre.filter(pl.col("source") != CORRECTION).with_columns(
        pl.col("sha256").str.slice(debut, 10).str.to_integer(base=16).alias(nom)
        for nom, debut in (("cle_recues", 0), ("cle_quarantaine", 10))
    )
    return recus.select(*_RECEPTION).cast(_RECEPTION).sort(pl.all())


def _entites(registre: pl.DataFrame) -> pl.Series:
    """The entity each file is named for; the first of its source when its name tells none."""
    contrats = {source: charger(source) for source in registre["source"].unique()}
    noms = []
    for source, nom in zip(registre["source"], registre["nom"], strict=True):
        dit = contrats[source].dit_par_le_nom(nom)
        noms.append(dit[0] if dit else next(iter(contrats[source].entites)))
    return pl.Series("entite", noms, dtype=pl.String)
