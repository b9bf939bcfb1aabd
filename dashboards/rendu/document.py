"""Whole HTML documents: the printable sheet, the page that is not found, the shell of the Streamlit pages."""

import re
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit

from dashboards import textes
from dashboards.etat_url import ENSEMBLE
from dashboards.millesime import Millesime
from dashboards.rendu import cartes, fragments, notions, objectifs, pages, tableaux
from dashboards.rendu.typographie import insecables
from dashboards.vues.choix import Demande
from dashboards.vues.fiche import Fiche


def document(titre: str, corps: str, version: Millesime | None = None) -> str:
    """A page without JavaScript, with the landmarks of the others."""
    bandeau = fragments.bandeau(version) if version else ""
    pied = fragments.pied(version) if version else ""
    return (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="UTF-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(titre)} – {escape(textes.TITRE_SITE)}</title>"
        '<link rel="icon" href="/statique/favicon.svg" type="image/svg+xml">'
        f"<style>{_police()}</style>"
        '<link rel="stylesheet" href="/statique/style.css"><link rel="stylesheet" href="/statique/document.css"></head>'
        '<body class="pil-document"><header><p class="pil-barre">'
        f'<a class="pil-marque" href="/">{escape(textes.TITRE_SITE)}</a></p>'
        f"{insecables(f'{bandeau}</header><main>{corps}</main>{pied}')}</body></html>"
    )


def resume(demande: Demande, page: Fiche, lien_interactif: str) -> str:
    """The sheet of a territory on paper: sentences, objectives, cards, measures side by side, territories inside."""
    rythme = textes.RYTHMES[demande.etat.rythme].lower()
    blocs = "".join(cartes.theme(theme, ancre=False) for theme in page.themes)
    table = page.sous_territoires
    dedans = ""
    if table and table.lignes:
        dedans = (
            f'<section class="pil-theme"><h2>{escape(table.titre)}</h2><p>{escape(table.phrase)}</p>'
            f"{tableaux.table_de_territoires(table)}</section>"
        )
    corps = (
        fragments.avis(demande.avis)
        + pages.tete_de_fiche(page)
        + f'<p class="pil-sous">Public : {escape(page.public)} · {escape(rythme)}<span class="pil-ecran"> · '
        f'<a href="{escape(lien_interactif)}">page interactive avec les graphiques</a></span></p>'
        + pages.phrases_de_fiche(page, demande.etat.dimension == ENSEMBLE)
        + objectifs.objectifs(page.objectifs)
        + blocs
        + "".join(notions.notion(bloc, replie=False) for bloc in page.notions)
        + dedans
    )
    return document(f"{page.titre} : la fiche", corps, demande.millesime)


def introuvable(chemin: str) -> str:
    corps = (
        '<div class="pil-tete"><h1>Page introuvable</h1>'
        f"<p>L’adresse « {escape(chemin[:80])} » ne mène à rien sur ce site.</p>"
        '<p><a href="/">Choisir un comité</a> · <a href="/donnees">Données ouvertes</a> · '
        '<a href="/comprendre">Comprendre les chiffres</a></p></div>'
    )
    return document("Page introuvable", corps)


STREAMLIT = Path(streamlit.__file__).parent / "static"


@lru_cache(maxsize=1)
def _coquille_de_streamlit() -> str:
    return (STREAMLIT / "index.html").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _police() -> str:
    """The typeface of the Streamlit pages, served with them; its file name changes with the version."""
    droite = next((STREAMLIT / "static" / "media").glob("SourceSansVF-Upright*.woff2"), None)
    if droite is None:
        return ""
    return (
        '@font-face{font-family:"Source Sans";font-weight:200 900;font-display:swap;'
        f'src:url("/static/media/{droite.name}") format("woff2")}}'
    )


def coquille(titre: str, description: str, lien_sans_script: str) -> str:
    """The shell that Streamlit fills, in French, with our style, and a way in for those without JavaScript.

    The script's base addresses are given, so that it does not look for its server under the path of the page.
    """
    tete = (
        f'<meta name="description" content="{escape(description)}">'
        f'<meta property="og:title" content="{escape(titre)}"><meta property="og:locale" content="fr_FR">'
        '<link rel="icon" href="/statique/favicon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/statique/style.css">'
        "<script>window.__streamlit={BACKEND_BASE_URL:location.origin+'/',MAIN_PAGE_BASE_URL:location.origin+'/'}</script>"
        '<script src="/statique/fr.js" defer></script><script src="/statique/liens.js" defer></script>'
    )
    sans_script = (
        f"<noscript><h1>{escape(titre)}</h1><p>Cette page demande JavaScript. "
        f'<a href="{escape(lien_sans_script)}">Lire la fiche sans JavaScript</a>.</p></noscript>'
    )
    page = _coquille_de_streamlit()
    page = page.replace('<html lang="en">', '<html lang="fr">')
    page = re.sub(r"<title>.*?</title>", lambda _: f"<title>{escape(titre)}</title>{tete}", page, flags=re.DOTALL)
    page = re.sub(r'<link rel="shortcut icon"[^>]*>', "", page)
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    return re.sub(r"<noscript>.*?</noscript>", lambda _: sans_script, page, flags=re.DOTALL)
