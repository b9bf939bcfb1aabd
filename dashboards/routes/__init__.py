"""Plain HTTP beside the pages: open data, files of what is shown, the printable sheet, health, style.

Belongs here: addresses, status codes, headers. Does not: what a file or a sheet says (vues/, rendu/).
"""

from starlette.routing import BaseRoute, Mount, Route

from dashboards.routes import coquille, donnees, fiches


def toutes() -> list[BaseRoute]:
    """Every route, for the folder of releases named when the server starts."""
    return [
        *(Route(chemin, coquille.page) for chemin in coquille.PAGES),
        Route("/sante", fiches.sante),
        Route("/resume/{territoire}", fiches.resume),
        Route("/telecharger/{territoire}/notion_{notion}.csv", fiches.telecharger_notion),
        Route("/telecharger/{territoire}/{indicateur}.csv", fiches.telecharger),
        Mount("/donnees-ouvertes", app=donnees.fichiers_ouverts()),
        Mount("/statique", app=donnees.fichiers_de_style()),
    ]
