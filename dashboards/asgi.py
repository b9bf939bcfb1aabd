"""The server: Streamlit pages, open data and plain HTML in one process. `uvicorn dashboards.asgi:app`."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboards import millesime, routes
from dashboards.etat_url import Etat
from dashboards.routes.coquille import Portier
from dashboards.routes.donnees import SansCompression
from dashboards.vues.accueil import accueil
from dashboards.vues.choix import Demande
from dashboards.vues.fiche import fiche


@asynccontextmanager
async def demarrage(_: st.App) -> AsyncIterator[None]:
    """Open the release and make the first pages, then take what lives for ever out of the collector's sight.

    Streamlit collects at each rerun and would walk the whole heap every time.
    """
    try:
        version = millesime.courant()
        accueil(version, None)
        for territoire in version.enfants(version.territoires["france"]):
            fiche(Demande(version, Etat(territoire=territoire.adresse), ()))
    except millesime.PublicationAbsente:
        pass  # The pages say it; /sante answers 503 until there is one.
    gc.collect()
    gc.freeze()
    yield


app = st.App(
    Path(__file__).with_name("main.py"),
    routes=routes.toutes(),
    middleware=[Middleware(Portier), Middleware(SansCompression)],
    lifespan=demarrage,
)
