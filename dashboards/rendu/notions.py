"""The measures of one notion as a table."""

from html import escape

from dashboards.rendu.fragments import liens_fichier, tableau
from dashboards.vues.notions import Notion

ENTETES = ("Mesure", "Ici", "France", "Période", "Qui est suivi", "Ce qui compte", "Sources", "Pourquoi elle diffère")


def notion(bloc: Notion, replie: bool = True) -> str:
    """Under its title; folded on screen, whole on paper."""
    lignes = [
        [escape(t) for t in (m.titre, m.ici, m.france, m.periode, m.population, m.evenement, m.sources, m.ecart)]
        for m in bloc.mesures
    ]
    table = tableau(bloc.titre, ENTETES, lignes, frozenset({1, 2}))
    fichier = liens_fichier(bloc.lien, bloc.lien_tableur, bloc.titre)
    if replie:
        table = (
            f"<details class='pil-donnees'><summary>Les {len(lignes)} mesures côte à côte</summary>{table}</details>"
        )
    tete = f"<h2>{escape(bloc.titre)}</h2><p>{escape(bloc.phrase)}</p>"
    return f'<section class="pil-theme">{tete}{table}{fichier}</section>'
