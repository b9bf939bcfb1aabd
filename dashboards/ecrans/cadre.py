"""What all pages share: the bar, the notices, the foot."""

from collections.abc import Mapping

import streamlit as st

from dashboards import etat_url, formats, textes
from dashboards.millesime import PublicationAbsente
from dashboards.rendu import fragments
from dashboards.rendu.typographie import insecables
from dashboards.vues import choix
from dashboards.vues.choix import Demande


def barre(pages: Mapping[str, st.Page]) -> None:
    """The name of the site and its pages; the territory goes along from one to the other."""
    etat, _ = etat_url.lire(st.query_params)
    parametres = etat_url.ecrire(etat) if "t" in st.query_params else {}
    with st.container(horizontal=True, vertical_alignment="center", key="pil-barre"):
        st.html(f'<p class="pil-marque">{textes.TITRE_SITE}</p>', width="content")
        for page in pages.values():
            st.page_link(page, query_params=parametres)


def demander() -> Demande:
    """Read the address, once for the whole page."""
    return choix.lire(st.query_params)


def ouvrir(demande: Demande, titre: str) -> None:
    """Title the page, say what could not be read."""
    st.set_page_config(page_title=f"{titre} – {textes.TITRE_SITE}" if titre else textes.TITRE_SITE)
    html(fragments.bandeau(demande.millesime) + fragments.avis(demande.avis))


def fermer(demande: Demande) -> None:
    html(fragments.pied(demande.millesime))


def html(contenu: str) -> None:
    """HTML, when there is some: Streamlit refuses an empty element."""
    if contenu:
        st.html(insecables(contenu))


def sans_publication(absence: PublicationAbsente) -> None:
    st.html(f'<h1>{textes.TITRE_SITE}</h1><div class="pil-avis" role="status">{formats.apostrophe(str(absence))}</div>')
