"""What is computed for one territory: its printable sheet, the rows behind a chart; and whether there is a release."""

import polars as pl
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from dashboards import etat_url, millesime
from dashboards.rendu import document
from dashboards.vues import choix, extraits
from dashboards.vues.choix import Demande
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
    demande, nom = _demande(requete), requete.path_params["indicateur"]
    indicateur = demande.millesime.indicateurs.get(nom)
    if demande.avis or indicateur is None:
        return PlainTextResponse("\n".join(demande.avis or (etat_url.refus("i", nom),)), 404)
    detail = requete.query_params.get("detail") == "territoires"
    lignes = (extraits.territoires if detail else extraits.serie)(demande, indicateur)
    quoi = f"{nom}_{demande.etat.territoire}{'_territoires' if detail else ''}"
    return _fichier(requete, demande, lignes, quoi)


def telecharger_notion(requete: Request) -> Response:
    """The rows of every measure of a notion, here and in France; 404 with a sentence, as above."""
    demande, nom = _demande(requete), requete.path_params["notion"]
    lignes = extraits.notion(demande, nom)
    if demande.avis or lignes is None:
        sans_mesure = f"Adresse : aucune mesure de la notion « {nom[:40]} » n’est publiée pour ce public."
        return PlainTextResponse("\n".join(demande.avis or (sans_mesure,)), 404)
    return _fichier(requete, demande, lignes, f"notion_{nom}_{demande.etat.territoire}")


def _demande(requete: Request) -> Demande:
    return choix.lire(dict(requete.query_params) | {"t": requete.path_params["territoire"]})


def _fichier(requete: Request, demande: Demande, lignes: pl.DataFrame, quoi: str) -> Response:
    return Response(
        extraits.en_csv(lignes, requete.query_params.get("format") == "tableur"),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{quoi}_{demande.millesime.nom}.csv"',
            "access-control-allow-origin": "*",
        },
    )
