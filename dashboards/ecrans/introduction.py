"""`/`: choose a committee; the national situation."""

import streamlit as st

from dashboards.ecrans import cadre
from dashboards.rendu import pages
from dashboards.vues.accueil import accueil, lien
from dashboards.vues.recherche import LONGUEUR_MAXIMALE, chercher


def afficher() -> None:
    demande = cadre.demander()
    cadre.ouvrir(demande, "")
    version, fige = demande.millesime, demande.etat.millesime
    cadre.html(pages.tete_d_accueil())
    st.session_state["pil-q"] = st.query_params.get("q", "")[:LONGUEUR_MAXIMALE]
    with st.container(key="pil-recherche"):
        cherche = st.text_input(
            "Commune, comité, département ou région",
            key="pil-q",
            placeholder="Par exemple : Amiens, 59, Bretagne",
            max_chars=LONGUEUR_MAXIMALE,
            type="search",
            on_change=_retenir,
        )
    cadre.html(pages.resultats(chercher(version, cherche), lambda t: lien(t, fige), cherche))
    cadre.html(pages.suite_d_accueil(accueil(version, fige)))
    cadre.fermer(demande)


def _retenir() -> None:
    """What is searched goes into the address, like the rest."""
    cherche = st.session_state["pil-q"].strip()
    if cherche:
        st.query_params["q"] = cherche
    else:
        st.query_params.pop("q", None)
