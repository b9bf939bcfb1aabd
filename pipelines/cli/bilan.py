"""What the user reads at the end: the ledger, the quarantine and the newest release, as tables."""

import json
import sys

import click
import polars as pl
from rich.console import Console
from rich.table import Table

from pipelines.contracts import charger
from pipelines.contracts.refus import REJET
from pipelines.landing import lister_journal, lister_quarantaine
from pipelines.roots import Roots

COMPTES = ("unites_recues", "acceptees", "quarantaine", "doublons", "hors_champ")
_EXPLIQUEES = 20
# Outside a terminal (a log, a test), wide enough for every column
console = Console(width=None if sys.stdout.isatty() else 140)


def _tableau(titre: str, donnees: pl.DataFrame) -> None:
    tableau = Table(title=titre, title_justify="left", header_style="bold")
    for nom, type_ in donnees.schema.items():
        tableau.add_column(nom, justify="right" if type_.is_numeric() else "left")
    for ligne in donnees.rows():
        tableau.add_row(*(f"{v:,}" if isinstance(v, int) else "" if v is None else str(v) for v in ligne))
    console.print(tableau)


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
    _tableau("Received (files, then units)", par_source.sort("source"))


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
    _tableau("Published indicators", par_indicateur.sort("indicateur").collect())
    motifs = lignes.filter(pl.col("valeur").is_null()).group_by("motif").agg(pl.len().alias("cells"))
    _tableau("Cells without value, by reason", motifs.sort("motif").collect())
    click.echo(f"Release: {dossier.resolve()}")


def afficher_vie(roots: Roots, fichier: str) -> None:
    """The events of the files whose name or hash contains `fichier`."""
    evenements = lister_journal(roots, fichier)
    if evenements.is_empty():
        raise click.ClickException(f"No received file has « {fichier} » in its name or hash.")
    _tableau(
        "Life of a file",
        evenements.select(
            pl.col("instant").str.slice(0, 16), "nom", "evenement", "statut", *COMPTES, "contrat_version"
        ),
    )
    for motif in evenements["motif"].drop_nulls().unique(maintain_order=True):
        click.echo(motif)


def afficher_quarantaine(roots: Roots, source: str | None, regle: str | None, fichier: str | None) -> None:
    """Refused rows by source and rule: how many, the sentence, one place."""
    refus = _refus(roots, source, regle, fichier)
    if refus.is_empty():
        click.echo("Nothing is in quarantine.")
        return
    groupes = refus.group_by("source", "regle").agg(
        pl.len().alias("lignes"),
        pl.col("message").first(),
        pl.format("{} {} line {}", "date_reception", "nom", pl.col("ligne").cast(pl.String).fill_null("-"))
        .first()
        .alias("example"),
    )
    _tableau("Quarantine", groupes.sort("source", "regle"))


def expliquer_quarantaine(roots: Roots, source: str | None, regle: str | None, fichier: str | None) -> None:
    """Each refusal: where it lies in the dépôt, what was wrong, what its column means; then what to do."""
    refus = _refus(roots, source, regle, fichier)
    if refus.is_empty():
        click.echo("Nothing is in quarantine there.")
        return
    for r in refus.head(_EXPLIQUEES).iter_rows(named=True):
        click.echo(f"depot/{r['source']}/{r['date_reception']}/{r['nom']}")
        click.echo(f"  {r['message']}")
        sens = {c.recu: c.description for e in charger(r["source"]).entites.values() for c in e.colonnes}
        if r["champ"] in sens:
            click.echo(f"  {r['champ']} : {sens[r['champ']]}")
    if refus.height > _EXPLIQUEES:
        click.echo(f"… and {refus.height - _EXPLIQUEES:,} more: choose with --source, --regle or --fichier.")
    click.echo("Ask the sender for a mended file and put it in a new reception folder; or, when the rule is wrong,")
    click.echo("change data_contracts/ and run `pilotage quarantine --rejouer`: rows are read again from the dépôt.")


def compter_quarantaine(roots: Roots) -> dict[str, int]:
    """Units in quarantine by source, from the ledger."""
    registre = _registre(roots)
    if registre.is_empty():
        return {}
    return dict(registre.group_by("source").agg(pl.col("quarantaine").sum()).sort("source").iter_rows())


def afficher_rejeu(avant: dict[str, int], apres: dict[str, int]) -> None:
    """What reading the dépôt again has changed, source by source."""
    changees = [s for s in sorted(avant.keys() | apres.keys()) if avant.get(s, 0) != apres.get(s, 0)]
    for source in changees:
        click.echo(f"{source}: {avant.get(source, 0):,} units in quarantine before, {apres.get(source, 0):,} now.")
    if not changees:
        click.echo("Nothing has changed: the same units are in quarantine, for the same contracts and files.")


def _refus(roots: Roots, source: str | None, regle: str | None, fichier: str | None) -> pl.DataFrame:
    refus = lister_quarantaine(roots, source or "*").filter(pl.col("gravite") == REJET)
    if regle:
        refus = refus.filter(pl.col("regle") == regle)
    if fichier:
        nomme = pl.col("nom").str.contains(fichier, literal=True) | pl.col("fichier").str.contains(
            fichier, literal=True
        )
        refus = refus.filter(nomme)
    return refus


def afficher_indicateurs(roots: Roots) -> None:
    """Each indicator of the newest release: cells with a value, and why the others have none."""
    latest = roots.public / "latest"
    if not latest.exists():
        raise click.ClickException("Nothing has been published yet: run `pilotage run` first.")
    titres = {
        m["indicateur"]: m["titre"]
        for m in json.loads((latest / "indicateurs_metadonnees.json").read_text())["indicateurs"]
    }
    lignes = pl.read_parquet(latest / "indicateurs.parquet", columns=["indicateur", "valeur", "motif"])
    croise = (
        lignes.with_columns(etat=pl.when(pl.col("valeur").is_not_null()).then(pl.lit("published")).otherwise("motif"))
        .group_by("indicateur", "etat")
        .len()
        .pivot(on="etat", index="indicateur", values="len")
        .fill_null(0)
    )
    _tableau("Indicators", croise.with_columns(titre=pl.col("indicateur").replace(titres)).sort("indicateur"))
