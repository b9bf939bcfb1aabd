"""Small pieces: notices, breadcrumb, footer, a table."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from dashboards import formats, textes
from dashboards.millesime import Millesime


def avis(phrases: Iterable[str]) -> str:
    """What the address asked and could not be shown."""
    lignes = "".join(f"<p>{escape(p)}</p>" for p in phrases)
    return f'<div class="pil-avis" role="status">{lignes}</div>' if lignes else ""


def bandeau(version: Millesime) -> str:
    """The notice of a demonstration, before anything else."""
    if not version.demonstration:
        return ""
    return f'<p class="pil-bandeau"><strong>Démonstration.</strong> {escape(textes.NOTE_DEMONSTRATION)}</p>'


def fil(ancetres: Sequence[tuple[str, str]], ici: str) -> str:
    """Where this territory stands, from France down."""
    pas = "".join(f'<li><a href="{escape(lien)}" target="_self">{escape(nom)}</a></li>' for nom, lien in ancetres)
    return (
        f'<nav class="pil-fil" aria-label="Fil d’Ariane"><ol>{pas}<li aria-current="page">{escape(ici)}</li></ol></nav>'
    )


def pied(version: Millesime) -> str:
    """On every page: rounding, release, licence, state of accessibility."""
    jour = formats.date_longue(date.fromisoformat(version.date_observation))
    return (
        '<footer class="pil-pied">'
        f"<p>{escape(formats.apostrophe(version.note_arrondi))}</p>"
        f"<p>Publication du millésime {escape(version.nom)} : ce qui était connu au {jour}. "
        "Données sous Licence Ouverte 2.0. Accessibilité : non conforme (audit non réalisé).</p>"
        '<p><a href="/comprendre" target="_self">Comprendre les chiffres</a> · '
        '<a href="/donnees" target="_self">Données ouvertes</a></p>'
        "</footer>"
    )


def tableau(legende: str, entetes: Sequence[str], lignes: Iterable[Sequence[str]], nombres: frozenset[int]) -> str:
    """A real table. Cells are HTML already; `nombres`: the columns aligned to the right."""
    tete = "".join(
        f'<th scope="col"{_classe(rang in nombres)}>{escape(titre)}</th>' for rang, titre in enumerate(entetes)
    )
    corps = "".join(
        "<tr>"
        + f'<th scope="row">{ligne[0]}</th>'
        + "".join(f"<td{_classe(rang in nombres)}>{cellule}</td>" for rang, cellule in enumerate(ligne[1:], 1))
        + "</tr>"
        for ligne in lignes
    )
    return (
        f'<div class="pil-defile" role="region" tabindex="0" aria-label="{escape(legende)}"><table class="pil-table">'
        f"<caption>{escape(legende)}</caption><thead><tr>{tete}</tr></thead><tbody>{corps}</tbody></table></div>"
    )


def _classe(nombre: bool) -> str:
    return ' class="pil-nombre"' if nombre else ""


def liens_fichier(lien: str, lien_tableur: str, quoi: str) -> str:
    """The file with the rows shown, in its two forms."""
    return (
        f'<p class="pil-liens"><a href="{escape(lien)}" download>Télécharger ces chiffres (CSV)'
        f'<span class="pil-cache"> : {escape(quoi)}</span></a> · '
        f'<a href="{escape(lien_tableur)}" download>pour tableur'
        f'<span class="pil-cache"> : {escape(quoi)}</span></a></p>'
    )
