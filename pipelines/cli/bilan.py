"""What the user reads at the end: the ledger, the quarantine and the newest release, as tables."""

import sys

import click
import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.landing import lister_journal
from pipelines.roots import Roots

COMPTES = ("unites_recues", "acceptees", "quarantaine", "doublons", "hors_champ")
# Outside a terminal (a log, a test), wide enough for every column
console = Console(width=None if sys.stdout.isatty() else 140)


def tableau(titre: str, donnees: pl.DataFrame) -> None:
    """Print a table; its texts are data, never markup."""
    vu = Table(title=titre, title_justify="left", header_style="bold")
    for nom, type_ in donnees.schema.items():
        vu.add_column(nom, justify="right" if type_.is_numeric() else "left")
    for ligne in donnees.rows():
        vu.add_row(*(f"{v:,}" if isinstance(v, int) else "" if v is None else escape(str(v)) for v in ligne))
    console.print(vu)


def _registre(roots: Roots) -> pl.DataFrame:
    fichiers = sorted(roots.registre.glob("*/*.jsonl"))
    return (
        pl.concat([pl.read_ndjson(f, infer_schema_length=None) for f in fichiers], how="diagonal_relaxed")
        if fichiers
        else pl.DataFrame()
    )


def afficher_entrees(roots: Roots) -> None:
    """Per source: files and rows received / accepted / quarantined / duplicate / out of scope."""
    registre = _registre(roots)
    if registre.is_empty():
        click.echo(f"Nothing has been ingested in {roots.home} yet.")
        return
    par_source = registre.group_by("source").agg(
        pl.len().alias("fichiers"),
        (pl.col("statut") == "refuse").sum().alias("refuses"),
        *(pl.col(compte).sum() for compte in COMPTES),
    )
    tableau("Received (files, then units)", par_source.sort("source"))


def afficher_publication(roots: Roots, date_observation: str = "") -> None:
    """A release (that of the date, by default the latest): indicators, cells without value by reason, path."""
    # a second publication on a date is longer by its number: `.2`, `.10`
    du_jour = sorted((roots.public / "millesimes").glob(f"{date_observation}*"), key=lambda d: (len(d.name), d.name))
    dossier = du_jour[-1] if date_observation and du_jour else roots.public / "latest"
    if not dossier.exists():
        click.echo("Nothing has been published yet.")
        return
    lignes = pl.scan_parquet(dossier / "indicateurs.parquet")
    par_indicateur = lignes.group_by("indicateur").agg(
        pl.len().alias("cells"), pl.col("valeur").is_not_null().sum().alias("with a value")
    )
    tableau("Published indicators", par_indicateur.sort("indicateur").collect())
    motifs = lignes.filter(pl.col("valeur").is_null()).group_by("motif").agg(pl.len().alias("cells"))
    tableau("Cells without value, by reason", motifs.sort("motif").collect())
    click.echo(f"Release: {dossier.resolve()}")


def afficher_vie(roots: Roots, fichier: str) -> None:
    """The events of the files whose name or hash contains `fichier`."""
    evenements = lister_journal(roots, fichier)
    if evenements.is_empty():
        raise click.ClickException(f"No received file has « {fichier} » in its name or hash.")
    pourquoi = pl.col("pourquoi").list.join(", ") if "pourquoi" in evenements.columns else pl.lit("")
    vie = evenements.with_columns(pl.col("instant").str.slice(0, 16), pourquoi=pourquoi)
    tableau(
        "Life of a file",
        vie.select("instant", "nom", "evenement", "pourquoi", "statut", *COMPTES, "contrat_version"),
    )
    for motif in evenements["motif"].drop_nulls().unique(maintain_order=True):
        click.echo(motif)
