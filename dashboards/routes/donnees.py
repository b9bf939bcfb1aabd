"""Files served as they are: the releases, and the style of the pages."""

from pathlib import Path

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboards.millesime import dossier_public

TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".gz": "application/gzip",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    "": "text/plain; charset=utf-8",
}
IMMUABLE, COURT = "public, max-age=31536000, immutable", "public, max-age=300"
EXPOSES = ["Accept-Ranges", "Content-Length", "Content-Range", "ETag", "Last-Modified"]
STATIQUE = Path(__file__).parents[1] / "statique"


class FichiersOuverts(StaticFiles):
    """The folder of releases: hidden names do not exist, a dated file never changes, `latest` is read again soon."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path in {"", "."}:
            return RedirectResponse("/donnees")
        if any(part.startswith(".") for part in Path(path).parts):
            return Response("Fichier introuvable.", 404, media_type="text/plain; charset=utf-8")
        reponse = await super().get_response(path, scope)
        suffixe = Path(path).suffix
        if reponse.status_code < 400:
            reponse.headers["content-type"] = TYPES.get(suffixe, "application/octet-stream")
            reponse.headers["cache-control"] = IMMUABLE if path.startswith("millesimes/") else COURT
        return reponse


class SansCompression:
    """Takes away « Accept-Encoding »: ranges and sizes are those of the file, which is compressed already."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/donnees-ouvertes/"):
            scope = scope | {"headers": [(nom, v) for nom, v in scope["headers"] if nom != b"accept-encoding"]}
        await self.app(scope, receive, send)


class FichiersDeStyle(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        reponse = await super().get_response(path, scope)
        reponse.headers["cache-control"] = "no-cache"
        return reponse


def fichiers_ouverts() -> ASGIApp:
    """The releases, readable from any site and by ranges."""
    fichiers = FichiersOuverts(directory=dossier_public(), check_dir=False, follow_symlink=True)
    return CORSMiddleware(
        fichiers,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["Range", "If-Range", "If-None-Match", "If-Modified-Since"],
        expose_headers=EXPOSES,
    )


def fichiers_de_style() -> ASGIApp:
    return FichiersDeStyle(directory=STATIQUE)


def base(requete: Request) -> str:
    """The address of this site as the reader sees it."""
    return str(requete.base_url).rstrip("/")
