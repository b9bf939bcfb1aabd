"""The Streamlit script: the bar at the top, the page asked, the foot."""

import streamlit as st

from dashboards import millesime, textes
from dashboards.ecrans import cadre, comprendre, donnees, introduction, territoire

PAGES = {
    "accueil": st.Page(introduction.afficher, title="Accueil", default=True),
    "territoire": st.Page(territoire.afficher, title="Mon territoire", url_path="territoire"),
    "comprendre": st.Page(comprendre.afficher, title="Comprendre les chiffres", url_path="comprendre"),
    "donnees": st.Page(donnees.afficher, title="Données ouvertes", url_path="donnees"),
}

st.set_page_config(page_title=textes.TITRE_SITE, layout="wide")
page = st.navigation(list(PAGES.values()), position="hidden")
cadre.barre(PAGES)
try:
    page.run()
except millesime.PublicationAbsente as absence:
    cadre.sans_publication(absence)
