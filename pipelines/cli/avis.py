"""What a partner reads of `pilotage validate`, in French: counts, faults by rule with the first places, a verdict."""

import click

from pipelines.contracts.refus import AVERTISSEMENT
from pipelines.landing import Avis

_COMPTES = {
    "unites_recues": "reçues",
    "acceptees": "acceptées",
    "quarantaine": "refusées",
    "doublons": "en double",
    "hors_champ": "hors champ",
}


def afficher(avis: Avis) -> None:
    """Print one opinion; no value of an identity is in any of its sentences."""
    click.echo(f"{avis.nom} : source « {avis.source} », contrat {avis.version}")
    if avis.comptes:
        click.echo("  Unités : " + ", ".join(f"{avis.comptes[nom]} {mot}" for nom, mot in _COMPTES.items()))
    if avis.refus:
        click.echo(f"  Fichier refusé : {avis.refus}")
    if avis.attendues:
        click.echo(f"  Colonnes attendues : {', '.join(avis.attendues)}")
    for gravite, regle, nombre, messages in avis.fautes.iter_rows():
        nature = "Remarque" if gravite == AVERTISSEMENT else "Faute"
        click.echo(f"  {nature} {regle} ({nombre}) :")
        for message in messages:
            click.echo(f"    - {message}")
        if nombre > len(messages):
            click.echo(f"    … et {nombre - len(messages)} autre(s) : --exemples en montre davantage.")
    click.echo("  Verdict : " + ("tout serait accepté." if avis.accepte else "à corriger avant l'envoi."))
