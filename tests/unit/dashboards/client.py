"""A request to the routes without a server or a network: the ASGI messages themselves."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboards import routes
from dashboards.routes.coquille import Portier
from dashboards.routes.donnees import SansCompression


@dataclass(frozen=True)
class Reponse:
    statut: int
    entetes: dict[str, str]
    corps: bytes

    @property
    def texte(self) -> str:
        return self.corps.decode()


def demander(adresse: str, methode: str = "GET", **entetes: str) -> Reponse:
    """One request to every route of the dashboards, through the same doors as on the server."""
    app = Starlette(routes=routes.toutes(), middleware=[Middleware(Portier), Middleware(SansCompression)])
    chemin, _, question = adresse.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": methode,
        "scheme": "http",
        "path": chemin,
        "raw_path": chemin.encode(),
        "root_path": "",
        "query_string": question.encode(),
        "headers": [(nom.replace("_", "-").encode(), valeur.encode()) for nom, valeur in entetes.items()],
        "server": ("pilotage.test", 80),
        "client": ("127.0.0.1", 1),
    }
    # in a thread of its own: a browser driven by the same worker leaves its loop running in this one
    with ThreadPoolExecutor(max_workers=1) as fil:
        return fil.submit(lambda: asyncio.run(_echange(app, scope))).result()


async def _echange(app: Starlette, scope: dict) -> Reponse:
    messages, corps_a_lire = [], [{"type": "http.request", "body": b"", "more_body": False}]

    async def recevoir() -> dict:
        """The empty body, then nothing more until the answer is complete: the client does not hang up."""
        if not corps_a_lire:
            await asyncio.Event().wait()
        return corps_a_lire.pop()

    async def envoyer(message: dict) -> None:
        messages.append(message)

    await app(scope, recevoir, envoyer)
    debut = messages[0]
    corps = b"".join(m.get("body", b"") for m in messages[1:])
    return Reponse(debut["status"], {nom.decode().lower(): v.decode() for nom, v in debut["headers"]}, corps)
