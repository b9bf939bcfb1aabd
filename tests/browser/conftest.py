"""The pages in a real browser, served from a lone copy of a fabricated release.

Nothing is downloaded: the chromium of the system is used. Without one the tests are skipped, unless `CI` is true.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import millesime_fictif

NAVIGATEURS = ("chromium", "chromium-browser", "google-chrome")
SANS_NAVIGATEUR = "no chromium on this machine: install it with the package manager (Debian: apt install chromium)"
DELAI = 60_000


@dataclass(frozen=True)
class Site:
    """A server of its own: where it answers, which folder it reads."""

    adresse: str
    public: Path

    def lire(self, chemin: str) -> bytes:
        with urllib.request.urlopen(self.adresse + chemin, timeout=30) as reponse:
            return reponse.read()


@dataclass
class Onglet:
    """A tab and what went wrong in it."""

    page: Page
    adresse: str
    defauts: list[str] = field(default_factory=list)

    def ouvrir(self, chemin: str) -> Page:
        """Open a page and wait until it is complete, charts included."""
        self.page.goto(self.adresse + chemin)
        return self.attendre()

    def attendre(self) -> Page:
        self.page.wait_for_selector(".pil-pied", timeout=DELAI)
        self.page.wait_for_function("!document.querySelector('[data-stale=true]')", timeout=DELAI)
        self.page.wait_for_function(
            "!document.querySelector('[data-testid=stSkeleton]')"
            " && [...document.querySelectorAll('.stPrintGraphic')].every(g => g.querySelector('svg.marks'))",
            timeout=DELAI,
        )
        return self.page

    def attendre_titre(self, titre: str) -> None:
        """Wait until the page is that one, however it was reached."""
        self.page.wait_for_function("t => document.querySelector('h1')?.textContent === t", arg=titre, timeout=DELAI)


def _port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The dashboard as `pilotage serve` runs it, told of nothing but the folder of releases."""
    dossier = tmp_path_factory.mktemp("site")
    public = dossier / "public"
    millesime_fictif.ecrire(public)
    port = _port_libre()
    environnement = {nom: v for nom, v in os.environ.items() if not nom.startswith("PILOTAGE_")}
    with (dossier / "journal").open("wb") as journal:
        serveur = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "dashboards.asgi:app", "--host", "127.0.0.1", "--port", str(port)],
            env=environnement | {"PILOTAGE_PUBLIC": str(public)},
            cwd=dossier,
            stdout=journal,
            stderr=subprocess.STDOUT,
        )
    try:
        _attendre(serveur, f"http://127.0.0.1:{port}/sante", dossier / "journal")
        yield Site(f"http://127.0.0.1:{port}", public)
    finally:
        serveur.terminate()
        serveur.wait(timeout=30)


def _attendre(serveur: subprocess.Popen, adresse: str, journal: Path) -> None:
    for _ in range(240):
        if serveur.poll() is not None:
            break
        try:
            with urllib.request.urlopen(adresse, timeout=5) as reponse:
                assert json.load(reponse)["etat"] == "ok"
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    pytest.fail(f"the server did not answer:\n{journal.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def navigateur() -> Iterator[Browser]:
    chemin = next(filter(None, map(shutil.which, NAVIGATEURS)), None)
    if chemin is None:
        if os.environ.get("CI") == "true":
            pytest.fail(SANS_NAVIGATEUR)
        pytest.skip(SANS_NAVIGATEUR)
    with sync_playwright() as outils:
        chromium = outils.chromium.launch(executable_path=chemin, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def onglet(navigateur: Browser, site: Site) -> Iterator[Onglet]:
    """A tab of 1280 pixels that notes console errors, failed answers and any request to another host."""
    page = navigateur.new_page(viewport={"width": 1280, "height": 900}, locale="en-US")
    page.set_default_timeout(DELAI)
    suivi = Onglet(page, site.adresse)
    page.on("console", lambda m: suivi.defauts.append(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: suivi.defauts.append(f"script: {e}"))
    page.on("response", lambda r: suivi.defauts.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on("request", lambda r: suivi.defauts.append(f"off host: {r.url}") if _ailleurs(r.url, site) else None)
    yield suivi
    page.close()


def _ailleurs(adresse: str, site: Site) -> bool:
    return not adresse.startswith((site.adresse, "data:", "blob:", site.adresse.replace("http", "ws", 1)))
