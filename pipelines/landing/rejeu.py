"""What a replay changed: the refused units and the accepted ones, before and after the dépôt was read again."""

from dataclasses import dataclass

import polars as pl

from pipelines.contracts.refus import REJET
from pipelines.landing.quarantaine import lister_quarantaine
from pipelines.landing.registre import lister_registre
from pipelines.roots import Roots

_DELIVRAISON = ["source", "date_reception"]
_COMPTES = ("acceptees", "quarantaine")


@dataclass(frozen=True)
class Photographie:
    """Refused units by source and rule, and what each reception date was landed from, with its counts."""

    par_regle: pl.DataFrame
    livraisons: pl.DataFrame


@dataclass(frozen=True)
class Rejeu:
    """`relues`: reception dates landed again. `par_source` and `par_regle`: units before (`avant`) and after (`apres`);
    a unit refused by two rules counts in both."""

    relues: int
    par_source: pl.DataFrame
    par_regle: pl.DataFrame


def photographier(roots: Roots) -> Photographie:
    return Photographie(_par_regle(roots), _livraisons(roots))


def comparer(avant: Photographie, apres: Photographie) -> Rejeu:
    cote_a_cote = avant.livraisons.join(apres.livraisons, on=_DELIVRAISON, suffix="_apres")
    relues = cote_a_cote.filter(pl.col("signature") != pl.col("signature_apres"))
    sommes = [pl.col(nom).sum() for compte in _COMPTES for nom in (compte, f"{compte}_apres")]
    par_regle = avant.par_regle.rename({"unites": "avant"}).join(
        apres.par_regle.rename({"unites": "apres"}), on=["source", "regle"], how="full", coalesce=True
    )
    return Rejeu(
        relues.height,
        relues.group_by("source").agg(sommes).sort("source"),
        par_regle.with_columns(pl.col("avant", "apres").fill_null(0))
        .filter(pl.col("avant") != pl.col("apres"))
        .sort("source", "regle"),
    )


def _livraisons(roots: Roots) -> pl.DataFrame:
    registre = lister_registre(roots)
    if registre.is_empty():
        schema = dict.fromkeys((*_DELIVRAISON, "signature"), pl.String) | dict.fromkeys(_COMPTES, pl.Int64)
        return pl.DataFrame(schema=schema)
    return registre.group_by(_DELIVRAISON).agg(pl.col("signature").first(), pl.col(_COMPTES).sum())


def _par_regle(roots: Roots) -> pl.DataFrame:
    """A file refused whole counts for the units its ledger line says it holds."""
    refus = lister_quarantaine(roots).filter(pl.col("gravite") == REJET)
    if refus.is_empty():
        return pl.DataFrame(schema={"source": pl.String, "regle": pl.String, "unites": pl.Int64})
    lieu = [*_DELIVRAISON, "fichier"]
    entiers = lister_registre(roots).group_by(lieu).agg(pl.col("quarantaine").sum())
    entier = pl.col("ligne").is_null() & pl.col("unite").is_null()
    unites = pl.when(entier.any()).then(pl.col("quarantaine").first()).otherwise(pl.col("unite").n_unique())
    return (
        refus.join(entiers, on=lieu, how="left")
        .group_by(*lieu, "regle")
        .agg(unites.cast(pl.Int64).alias("unites"))
        .group_by("source", "regle")
        .agg(pl.col("unites").sum())
    )
