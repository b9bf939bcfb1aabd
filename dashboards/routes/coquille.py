"""The doors of the Streamlit pages: a French shell for those that exist, 404 for any other path."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards import formats, millesime, textes
from dashboards.rendu import document
from dashboards.vues import choix

PAGES = {
    "/": "Accueil",
    "/territoire": "Mon territoire",
    "/donnees": "Données ouvertes",
    "/comprendre": "Comprendre les chiffres",
}
NOTRES = ("/donnees-ouvertes/", "/statique/", "/resume/", "/telecharger/")
DE_STREAMLIT = ("/_stcore/", "/static/", "/media/", "/component/", "/favicon.png")
ENTETES = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"content-security-policy": (
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        b"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
        b"object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
    ),
}


def page(requete: Request) -> Response:
    """The shell of a page, already titled: what a search engine and a slow link see first."""
    nom, lien = PAGES[requete.url.path], "/resume/france"
    if requete.url.path == "/territoire":
        try:
            demande = choix.lire(dict(requete.query_params))
        except millesime.PublicationAbsente:
            return HTMLResponse(document.coquille(textes.TITRE_SITE, textes.SOUS_TITRE_SITE, lien))
        nom = formats.majuscule(formats.apostrophe(demande.territoire.nom_article))
        lien = f"/resume/{demande.etat.territoire}"
    titre = textes.TITRE_SITE if nom == "Accueil" else f"{nom} – {textes.TITRE_SITE}"
    contenu = document.coquille(titre, f"{nom} : {textes.SOUS_TITRE_SITE.lower()}", lien)
    return HTMLResponse(contenu, headers={"cache-control": "no-cache"})


class Portier:
    """Answers 404 where nothing is, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def envoyer(message: Message) -> None:
            if message["type"] == "http.response.start":
                presents = {nom.lower() for nom, _ in message["headers"]}
                manquants = [couple for couple in ENTETES.items() if couple[0] not in presents]
                message = message | {"headers": [*message["headers"], *manquants]}
            await send(message)

        if connu(scope["path"]):
            await self.app(scope, receive, envoyer)
        else:
            await HTMLResponse(document.introuvable(scope["path"]), 404)(scope, receive, envoyer)


def connu(chemin: str) -> bool:
    return chemin in PAGES or chemin in {"/sante", "/donnees-ouvertes"} or chemin.startswith((*NOTRES, *DE_STREAMLIT))
