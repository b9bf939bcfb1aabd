"""The XML carrier: a message enriched by GIP-MDS, as pieces of rubriques (ligne, bloc, rubrique, valeur).

Namespace `http://www.cnav.fr/n4ds`, element `S21_G00_30_001` for S21.G00.30.001. Elements of blocks and envelopes may
surround the rubriques or not: only the order of the rubriques counts, as in the text.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

import polars as pl
from lxml import etree

from pipelines.sources import FichierRefuse
from pipelines.sources.dsn.rubriques import DECLARATION, INDIVIDU
from pipelines.sources.xml import elements

RUBRIQUES_PAR_MORCEAU = 200_000
RUBRIQUES_PAR_PERSONNE = 2_000_000
ESPACE = "http://www.cnav.fr/n4ds"
_BALISE = re.compile(r"S\d\d_G\d\d_\d\d_\d{3}")
_DEBUTS = (INDIVIDU, DECLARATION)
_SCHEMA = {"ligne": pl.UInt32, "bloc": pl.String, "rubrique": pl.String, "valeur": pl.String}
_Rubrique = tuple[int, str, str, str]


def est_du_xml(tete: bytes) -> bool:
    """Whether a file that begins so is XML, not NEODeS text."""
    return tete.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def morceaux(ouvert: BinaryIO, nom: str, taille: int | None = None) -> Iterator[pl.DataFrame]:
    """The rubriques in document order, in pieces: each begins with the file, a declaration or a person.

    `ligne` is the line of the element, or one more than the line before when elements share a line: it always grows.
    """
    lues: list[_Rubrique] = []
    bloc = rubrique = ""
    ligne = 0
    for element, balise in _rubriques(ouvert, nom):
        nouvelle = balise.replace("_", ".")
        debute = nouvelle[:10] != bloc or nouvelle <= rubrique
        bloc, rubrique = nouvelle[:10], nouvelle
        if debute and bloc in _DEBUTS and len(lues) >= (taille or RUBRIQUES_PAR_MORCEAU):
            yield _frame(lues)
            lues = []
        ligne = max(element.sourceline or 0, ligne + 1)
        lues.append((ligne, bloc, rubrique, element.text or ""))
        if len(lues) > RUBRIQUES_PAR_PERSONNE:
            raise FichierRefuse(
                "personne_demesuree",
                f"{nom} : plus de {RUBRIQUES_PAR_PERSONNE} rubriques sans début de personne ni de déclaration "
                "(S21_G00_30, S20_G00_05). Produisez de nouveau le fichier.",
            )
    if not lues:
        raise FichierRefuse(
            "pas_une_dsn",
            f"{nom} n'est pas une DSN : ce XML ne contient aucune rubrique (élément Sxx_Gyy_zz_aaa de l'espace de noms "
            f"{ESPACE}).",
        )
    yield _frame(lues)


def _frame(lues: list[_Rubrique]) -> pl.DataFrame:
    return pl.DataFrame(lues, schema=_SCHEMA, orient="row")


def _rubriques(ouvert: BinaryIO, nom: str) -> Iterator[tuple[etree._Element, str]]:
    """Each rubrique and its name."""
    for element in elements(ouvert, nom, None, None):
        balise = element.tag.rpartition("}")[2]
        if _BALISE.fullmatch(balise):
            yield element, balise
