"""What `pilotage quarantine` prints: refused rows by rule, what each means, what a replay changed, the corrections."""

from dataclasses import dataclass

import click
import polars as pl

from pipelines.cli.bilan import tableau
from pipelines.contracts.refus import REJET
from pipelines.landing import Explication, Rejeu, expliquer, lister_corrections, lister_quarantaine
from pipelines.roots import Roots

_EXPLIQUEES = 20


@dataclass(frozen=True)
class Filtre:
    """Which refusals: of a source, a rule, a file (part of its name or hash), a reception date, a line."""

    source: str | None = None
    regle: str | None = None
    fichier: str | None = None
    date: str | None = None
    ligne: int | None = None

    def refus(self, roots: Roots) -> pl.DataFrame:
        garde = pl.col("gravite") == REJET
        if self.regle:
            garde &= pl.col("regle") == self.regle
        if self.fichier:
            nommes = [pl.col(nom).str.contains(self.fichier, literal=True) for nom in ("nom", "fichier")]
            garde &= pl.any_horizontal(nommes)
        if self.date:
            garde &= pl.col("date_reception") == self.date
        if self.ligne:
            garde &= pl.col("ligne") == self.ligne
        return lister_quarantaine(roots, self.source or "*").filter(garde)


def afficher_quarantaine(roots: Roots, filtre: Filtre) -> None:
    """Refused rows by source and rule: how many rows and files, one sentence, one place."""
    refus = filtre.refus(roots)
    if refus.is_empty():
        click.echo("Nothing is in quarantine there.")
        return
    groupes = refus.group_by("source", "regle").agg(
        pl.len().alias("lignes"),
        pl.struct("date_reception", "fichier").n_unique().alias("fichiers"),
        pl.col("message").first(),
        pl.format("{} {} ({})", "date_reception", "nom", "fichier").first().alias("example"),
    )
    tableau("Quarantine", groupes.sort("source", "regle"))
    click.echo("What one means and what to do: --expliquer, with --source, --regle, --fichier, --date or --ligne.")


def expliquer_quarantaine(roots: Roots, filtre: Filtre) -> None:
    """Each refused place, one for each file, rule and column: what it means and what to do."""
    refus = filtre.refus(roots)
    if refus.is_empty():
        click.echo("Nothing is in quarantine there.")
        return
    lieu = ["source", "date_reception", "nom", "fichier", "regle", "champ"]
    montres = refus.select(lieu).unique(maintain_order=True)
    for explication in expliquer(roots, refus.join(montres.head(_EXPLIQUEES), on=lieu, how="semi", nulls_equal=True)):
        _afficher(explication)
    if montres.height > _EXPLIQUEES:
        reste = montres.height - _EXPLIQUEES
        click.echo(f"… and {reste:,} more: choose with --source, --regle, --fichier, --date or --ligne.")
    click.echo("After a correction or a change of contract: `pilotage quarantine --rejouer`.")


def _afficher(explication: Explication) -> None:
    ligne = f", line {explication.ligne}" if explication.ligne else ""
    click.echo(f"{explication.chemin}{ligne} ({explication.regle}, {explication.nombre:,} in this file)")
    click.echo(f"  {explication.message}")
    if explication.colonne:
        click.echo(f"  The column: {explication.colonne}")
    if explication.regle_du_contrat:
        click.echo(f"  The rule: {explication.regle_du_contrat}")
    for entite, valeurs in explication.lignes:
        dites = ", ".join(f"{nom} = {valeur}" for nom, valeur in valeurs.items()) or "nothing that may be shown"
        click.echo(f"  The row ({entite}, without identities): {dites}")
    for conseil in explication.conseils:
        click.echo(f"  - {conseil}")


def afficher_rejeu(rejeu: Rejeu) -> None:
    """What reading the dépôt again changed, source by source, rule by rule."""
    if not rejeu.relues:
        click.echo(
            "Nothing has changed since these files were landed (files, contracts, corrections, key): nothing was read "
            "again. `pilotage quarantine --expliquer` says what can be done."
        )
        return
    click.echo(f"{rejeu.relues:,} reception dates were landed again.")
    for ligne in rejeu.par_source.iter_rows(named=True):
        devenues = ligne["acceptees_apres"] - ligne["acceptees"]
        click.echo(f"{ligne['source']}: {devenues:+,} units accepted, {ligne['quarantaine_apres']:,} still refused.")
    if rejeu.par_regle.height:
        tableau("Refused units, by rule", rejeu.par_regle.rename({"avant": "before", "apres": "now"}))


def afficher_corrections(roots: Roots, source: str | None) -> None:
    """The register, without its values: what is in use, what has expired, what is of no use (any more) and why."""
    corrections = lister_corrections(roots, source)
    if corrections.is_empty():
        click.echo("The register holds no correction.")
        return
    colonnes = ("etat", "source", "fichier_vise", "ligne_visee", "action", "colonne", "auteur", "date_expiration")
    tableau("Corrections", corrections.select(*colonnes, "motif"))
    dites = corrections.drop_nulls("detail")
    for ligne in dites.iter_rows(named=True):
        click.echo(f"{ligne['source']} {ligne['fichier_vise']}, ligne {ligne['ligne_visee']} : {ligne['detail']}.")
