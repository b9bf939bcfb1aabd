"""What is computed for one territory: its printable sheet, the rows behind a chart; and whether there is a release."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from dashboards import etat_url, millesime
from dashboards.rendu import document
from dashboards.vues import choix, extraits
from dashboards.vues.fiche import fiche


def sante(requete: Request) -> Response:
    """200 with the name of the release, 503 without one."""
    try:
        return JSONResponse({"etat": "ok", "millesime": millesime.courant().nom}, headers={"cache-control": "no-store"})
    except millesime.PublicationAbsente as absence:
        return JSONResponse({"etat": "sans publication", "message": str(absence)}, 503)


def resume(requete: Request) -> Response:
    """The sheet without JavaScript; an unknown territory is not found."""
    demande = choix.lire(dict(requete.query_params) | {"t": requete.path_params["territoire"]})
    if demande.etat.territoire != requete.path_params["territoire"]:
        return HTMLResponse(document.introuvable(requete.url.path), 404)
    page = document.resume(demande, fiche(demande), etat_url.lien(demande.etat))
    return HTMLResponse(page, headers={"cache-control": "public, max-age=300"})


def telecharger(requete: Request) -> Response:
    """The rows shown for one indicator. A file that is not exactly what was asked is not sent: 404 with a sentence."""
    parametres = dict(requete.query_params) | {"t": requete.path_params["territoire"]}
    demande = choix.lire(parametres)
    indicateur = demande.millesime.indicateurs.get(requete.path_params["indicateur"])
    if demande.avis or indicateur is None:
        raisons = demande.avis or (etat_url.refus("i", requete.path_params["indicateur"]),)
        return PlainTextResponse("\n".join(raisons), 404)
    detail = requete.query_params.get("detail") == "territoires"
    lignes = (extraits.territoires if detail else extraits.serie)(demande, indicateur)
    quoi = f"{indicateur.indicateur}_{demande.etat.territoire}{'_territoires' if detail else ''}"
    return Response(
        extraits.en_csv(lignes, requete.query_params.get("format") == "tableur"),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{quoi}_{demande.millesime.nom}.csv"',
            "access-control-allow-origin": "*",
        },
    )
