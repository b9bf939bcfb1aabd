"""The counts of the whole house, told again from what is written: ledger, quarantine and lake must say the same."""

from collections.abc import Iterator

import polars as pl

from pipelines.contracts import charger
from pipelines.contracts.refus import REJET
from pipelines.landing.quarantaine import lister_quarantaine
from pipelines.landing.registre import lister_registre
from pipelines.roots import Roots

_LIEU = ["source", "date_reception", "fichier"]
_PLACES = ("acceptees", "quarantaine", "doublons", "hors_champ")


def controler_les_comptes(roots: Roots) -> list[str]:
    """A sentence for each file whose units are not all where the ledger says; none when nothing is lost."""
    registre = lister_registre(roots)
    if registre.is_empty():
        return []
    return [*_sommes(registre), *_quarantaine(roots, registre), *_lac(roots, registre)]


def _sommes(registre: pl.DataFrame) -> Iterator[str]:
    faux = registre.filter(pl.col("unites_recues") != pl.sum_horizontal(_PLACES))
    for ligne in faux.iter_rows(named=True):
        detail = " + ".join(f"{ligne[place]} {place}" for place in _PLACES)
        yield f"{_fichier(ligne)}: {ligne['unites_recues']} units received, but {detail}."


def _quarantaine(roots: Roots, registre: pl.DataFrame) -> Iterator[str]:
    """Units of the quarantine against the ledger, for files refused unit by unit: not by a line that holds several."""
    refus = lister_quarantaine(roots).filter(pl.col("gravite") == REJET)
    unites = pl.col("unite").drop_nulls().n_unique().cast(pl.Int64).alias("unites")
    vues = refus.group_by(_LIEU).agg(unites, pl.col("unite").is_null().any().alias("au_dela"))
    dits = registre.group_by(_LIEU).agg(pl.col("nom").first(), pl.col("quarantaine").sum())
    cote_a_cote = dits.join(vues, on=_LIEU, how="left").with_columns(pl.col("unites").fill_null(0))
    faux = cote_a_cote.filter(~pl.col("au_dela").fill_null(False) & (pl.col("quarantaine") != pl.col("unites")))
    for ligne in faux.sort(_LIEU).iter_rows(named=True):
        yield (
            f"{_fichier(ligne)}: {ligne['quarantaine']} units in quarantine by the ledger, "
            f"{ligne['unites']} in the quarantine itself."
        )


def _lac(roots: Roots, registre: pl.DataFrame) -> Iterator[str]:
    """Every file of which units were accepted has rows in the lake, and no other file has."""
    dits = registre.group_by(_LIEU).agg(pl.col("nom").first(), pl.col("acceptees").sum())
    poses = [pl.DataFrame(schema=dict.fromkeys(_LIEU, pl.String))]
    for source in sorted(set(registre["source"])):
        fichiers = [
            pl.scan_parquet(chemins, include_file_paths="chemin")
            .select("fichier", pl.col("chemin").str.extract(r"/(\d{4}-\d{2}-\d{2})/[^/]*$").alias("date_reception"))
            .unique()
            for entite in charger(source).entites
            if (chemins := _fichiers_du_lac(roots, source, entite))
        ]
        if fichiers:
            poses.append(pl.concat(fichiers).collect().with_columns(source=pl.lit(source)).select(_LIEU))
    lac = pl.concat(poses).unique()
    for ligne in dits.filter(pl.col("acceptees") > 0).join(lac, on=_LIEU, how="anti").sort(_LIEU).to_dicts():
        yield f"{_fichier(ligne)}: {ligne['acceptees']} units accepted by the ledger, no row of it in the lake."
    for ligne in lac.join(dits, on=_LIEU, how="anti").sort(_LIEU).to_dicts():
        lieu = f"{ligne['source']} {ligne['date_reception']}"
        yield f"{lieu}: rows of {ligne['fichier']} in the lake, which the ledger does not know."


def _fichiers_du_lac(roots: Roots, source: str, entite: str) -> list[str]:
    dossier = roots.lac / source
    chemins = [*dossier.glob(f"*/{entite}.parquet"), *dossier.glob(f"*/{entite}-[0-9]*.parquet")]
    return sorted(str(chemin) for chemin in chemins if not chemin.parent.name.startswith("0000"))


def _fichier(ligne: dict) -> str:
    return f"{ligne['source']} {ligne['date_reception']}, {ligne['nom'] or ligne['fichier']}"
