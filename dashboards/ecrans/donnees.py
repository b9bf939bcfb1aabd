"""`/donnees`: the files, and how to read them."""

from urllib.parse import urlsplit

import streamlit as st

from dashboards.ecrans import cadre
from dashboards.rendu import pages
from dashboards.vues import fichiers, sources


def afficher() -> None:
    demande = cadre.demander()
    cadre.ouvrir(demande, "Données ouvertes")
    version = demande.millesime
    adresse = urlsplit(st.context.url or "http://127.0.0.1:8501")
    codes = fichiers.extraits_de_code(f"{adresse.scheme}://{adresse.netloc}", version)
    cadre.html(
        pages.page_de_donnees(
            fichiers.fichiers(version), sources.qualite(version), codes, fichiers.millesimes(), version.nom
        )
    )
    cadre.fermer(demande)
