"""One file or several received the same day: the same rows, whatever the cut.

Rows are compared, not files: `fichier` and `ligne` say where a row stood. A DSN is not cut: its declaration is one
whole, and its numbers of declaration and contract are those of the file.
"""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.landing import ingerer, lister_registre
from pipelines.roots import Roots
from tests.fabriques import Fichier
from tests.property.depots import CLES, recevoir, tables, un

JOUR = "2025-07-10"
_FOYER = re.compile(rb"(?s)<InfosFoyerRSA>.*?</InfosFoyerRSA>\s*")
DECOUPES = {
    "inscription": "inscriptions",
    "formation": "stagiaires",
    "orientation": "orientations",
    "offre": "offres",
    "rsa": "beneficiaires",
}


def morceaux(source: str, octets: bytes) -> tuple[bytes, list[bytes], bytes]:
    """(what every part begins with, its units, what every part ends with)."""
    if source == "rsa":
        foyers = list(_FOYER.finditer(octets))
        return octets[: foyers[0].start()], [foyer[0] for foyer in foyers], octets[foyers[-1].end() :]
    entete, *lignes = octets.splitlines(keepends=True)
    return (b"", [entete, *lignes], b"") if source in ("orientation", "offre") else (entete, lignes, b"")


def en_parts(source: str, fichier: Fichier, places: list[int]) -> list[Fichier]:
    """The units of a file shared out: the i-th goes to the part `places[i]`; a part may be left with none."""
    debut, unites, fin = morceaux(source, fichier.octets)
    tronc, point, suffixe = fichier.nom.rpartition(".")
    parts = []
    for part in sorted(set(places)):
        siennes = [unite for unite, place in zip(unites, places, strict=False) if place == part]
        if siennes:
            nom = f"{tronc}_p{part}{point}{suffixe}"
            parts.append(fichier.avec(debut + b"".join(siennes) + fin, nom=nom))
    return parts


def atterris(source: str, fichiers: list[Fichier], dossier: Path) -> tuple[list, tuple[int, int]]:
    roots = Roots(dossier).create()
    recevoir(roots, [(source, JOUR, fichier) for fichier in fichiers])
    ingerer(roots, CLES, source)
    registre = lister_registre(roots)
    lignes = [(nom, table.rows()) for nom, table in tables(roots, source)]
    return lignes, (registre["unites_recues"].sum(), registre["acceptees"].sum())


@pytest.mark.parametrize("source", DECOUPES)
@settings(max_examples=10, deadline=None, derandomize=True, database=None)
@given(places=st.lists(st.integers(0, 3), min_size=12, max_size=12))
def test_the_same_rows_land_however_a_file_is_cut(source, places):
    fichier = un(source, DECOUPES[source])
    with tempfile.TemporaryDirectory() as dossier:
        entier = atterris(source, [fichier], Path(dossier) / "entier")
        coupe = atterris(source, en_parts(source, fichier, places), Path(dossier) / "coupe")
    assert coupe == entier
    assert entier[1][1] >= 2
