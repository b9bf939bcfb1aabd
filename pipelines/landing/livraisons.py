"""What dbt is told beside the lake: who delivered which month and when; and empty tables for what has not come yet."""

import polars as pl

from pipelines.contracts import charger
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


def ecrire_livraisons(roots: Roots) -> None:
    """Write contexte/livraison.parquet: one row per accepted file that says its month, sorted; and the empty tables.

    `entite` is what its name says it carries: registrations without their ends are half a delivery.
    """
    ecrire_tables_vides(roots)
    registre = lister_registre(roots)
    if registre.is_empty():
        livraisons = pl.DataFrame(schema=_LIVRAISON)
    else:
        acceptes = registre.filter(pl.col("statut") == "accepte")
        livraisons = (
            acceptes.with_columns(_entites(acceptes))
            .select(*_LIVRAISON)
            .with_columns(pl.col("mois", "date_reception").cast(pl.String).str.to_date("%Y-%m-%d"))
            .drop_nulls("mois")
            .cast(_LIVRAISON)
            .sort("source", "entite", "emetteur", "mois", "date_reception", "fichier")
        )
    roots.contexte.mkdir(parents=True, exist_ok=True)
    provisoire = roots.contexte / "livraison.tmp"
    livraisons.write_parquet(provisoire, compression="zstd")
    provisoire.replace(roots.contexte / "livraison.parquet")


def ecrire_tables_vides(roots: Roots) -> None:
    """A zero-row typed file per entity of each source, under the date 0000-00-00."""
    for source in toutes():
        tables_vides(roots, charger(source))


def _entites(registre: pl.DataFrame) -> pl.Series:
    """The entity each file is named for; the first of its source when its name tells none."""
    contrats = {source: charger(source) for source in registre["source"].unique()}
    noms = []
    for source, nom in zip(registre["source"], registre["nom"], strict=True):
        dit = contrats[source].dit_par_le_nom(nom)
        noms.append(dit[0] if dit else next(iter(contrats[source].entites)))
    return pl.Series("entite", noms, dtype=pl.String)
