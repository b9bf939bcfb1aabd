"""`/territoire`: the sheet of a territory."""

from dataclasses import replace

import streamlit as st

from dashboards import etat_url, formats, textes
from dashboards.ecrans import cadre
from dashboards.etat_url import ENSEMBLE, Etat
from dashboards.graphiques.courbe import courbe
from dashboards.graphiques.etendue import etendue
from dashboards.rendu import cartes, notions, objectifs, pages, tableaux
from dashboards.vues import choix
from dashboards.vues.choix import Demande
from dashboards.vues.fiche import Fiche, fiche
from dashboards.vues.series import Serie


def afficher() -> None:
    demande = cadre.demander()
    page = fiche(demande)
    public = "" if demande.etat.dimension == ENSEMBLE else f", {page.public}"
    cadre.ouvrir(demande, f"{page.titre}{public}, {textes.RYTHMES[demande.etat.rythme].lower()}")
    cadre.html(pages.tete_de_fiche(page))
    _selecteurs(demande)
    cadre.html(pages.phrases_de_fiche(page, demande.etat.dimension == ENSEMBLE))
    cadre.html(objectifs.objectifs(page.objectifs))
    cadre.html("".join(cartes.theme(theme) for theme in page.themes))
    cadre.html("".join(notions.notion(bloc) for bloc in page.notions))
    _evolutions(demande, page)
    _sous_territoires(demande, page)
    cadre.html(pages.lien_vers_la_fiche(etat_url.fiche(demande.etat)))
    cadre.fermer(demande)


def _selecteurs(demande: Demande) -> None:
    """Territory, public, rhythm: each shows what the address says and rewrites it."""
    etat, version = demande.etat, demande.millesime
    noms = choix.noms(version)
    publics = choix.publics(version)
    montres = {"pil-t": etat.territoire, "pil-p": demande.public, "pil-r": etat.rythme}
    st.session_state.update(montres)
    with st.container(key="pil-selecteurs"):
        gauche, milieu, droite = st.columns([5, 4, 3], vertical_alignment="bottom")
        gauche.selectbox(
            "Territoire", list(noms), format_func=noms.get, key="pil-t", on_change=_choisir, args=("pil-t",)
        )
        milieu.selectbox(
            "Public", list(publics), format_func=publics.get, key="pil-p", on_change=_choisir, args=("pil-p",)
        )
        droite.selectbox(
            "Rythme",
            list(textes.RYTHMES),
            format_func=textes.RYTHMES.get,
            key="pil-r",
            on_change=_choisir,
            args=("pil-r",),
        )


def _choisir(cle: str) -> None:
    """Write into the address what a selector says."""
    etat, valeur = choix.lire(st.query_params).etat, st.session_state[cle]
    if valeur is None:
        return
    changes = {
        "pil-t": lambda: replace(etat, territoire=valeur),
        "pil-p": lambda: choix.avec_public(etat, valeur),
        "pil-r": lambda: replace(etat, rythme=valeur),
        "pil-i": lambda: replace(etat, indicateur=valeur),
    }
    st.query_params.from_dict(etat_url.ecrire(changes[cle]()))


def _evolutions(demande: Demande, page: Fiche) -> None:
    """Two head indicators a row, each with its curve and its table; then the tables of the others."""
    cadre.html(tableaux.TITRE_DES_SERIES)
    tracees = [serie for serie in page.series if serie.indicateur.tete]
    specifications = _courbes(tracees, (demande.millesime.nom, demande.etat))
    for debut in range(0, len(tracees), 2):
        colonnes = st.columns(2, gap="large")
        for colonne, rang in zip(colonnes, range(debut, min(debut + 2, len(tracees))), strict=False):
            with colonne, st.container(key=f"pil-serie-{rang}"):
                cadre.html(tableaux.tete_de_serie(tracees[rang]))
                if specifications[rang]:
                    st.vega_lite_chart(specifications[rang], theme=None, alt=tracees[rang].alternative)
                cadre.html(tableaux.table_de_serie(tracees[rang]))
    autres = [serie for serie in page.series if not serie.indicateur.tete]
    if autres:
        cadre.html(tableaux.autres_series(autres))


@st.cache_data(max_entries=256, show_spinner=False)
def _courbes(_series: list[Serie], cle: tuple[str, Etat]) -> list[dict | None]:
    return [courbe(serie) for serie in _series]


def _sous_territoires(demande: Demande, page: Fiche) -> None:
    table = page.sous_territoires
    if table is None:
        return
    noms = {nom: formats.apostrophe(i.titre) for nom, i in demande.millesime.indicateurs.items()}
    cadre.html(tableaux.titre_de_territoires(table))
    st.session_state["pil-i"] = table.indicateur.indicateur
    with st.container(key="pil-comparer"):
        st.selectbox(
            "Indicateur comparé", list(noms), format_func=noms.get, key="pil-i", on_change=_choisir, args=("pil-i",)
        )
    specification = etendue(table)
    cadre.html(tableaux.tete_de_territoires(table, specification is not None))
    if specification:
        st.vega_lite_chart(specification, theme=None, alt=table.alternative)
    cadre.html(tableaux.table_de_territoires(table))
