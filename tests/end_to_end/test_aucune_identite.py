"""No NIR, plain hash of a NIR, name or street of the simulation appears outside `depot/`, and no key anywhere."""

import base64
import hashlib
import re

import pytest

from pipelines.identity import Cles
from tests.conftest import CLE
from tests.end_to_end.textes import textes

NIR = re.compile(rb"(?<!\d)[1-478]\d{12}(?!\d)")
RUE = re.compile(rb"(?i)de l.invention \d+")


@pytest.fixture(scope="module")
def identites(france) -> dict[str, set[bytes]]:
    """What must not leave the dépôt: NIR, their plain hashes, names and streets, read from the received files."""
    nirs: set[bytes] = set()
    noms: set[bytes] = set()
    for fichier in sorted((france.roots.depot / "inscription").rglob("*.csv")):
        lignes = fichier.read_bytes().splitlines()[1:]
        for ligne in lignes:
            champs = ligne.split(b";")
            if len(champs) > 4:
                nirs.add(champs[0])
                noms.update((champs[2].upper(), champs[3].upper()))
    nirs = {nir for nir in nirs if NIR.fullmatch(nir)}
    hachages = {h(nir).hexdigest().encode() for nir in nirs for h in (hashlib.md5, hashlib.sha1, hashlib.sha256)}
    return {"nir": nirs, "hachage": hachages, "nom": {nom for nom in noms if len(nom) > 5}}


def _cles() -> set[bytes]:
    """The key that was given and those made from it, as bytes and as text."""
    cles = Cles(CLE)
    octets = [cles.pseudonyme, cles.enregistrement, cles.arrondi]
    return {CLE.encode(), *octets, *(c.hex().encode() for c in octets), *(base64.b64encode(c) for c in octets)}


def test_no_identity_outside_the_depot(france, identites):
    assert len(identites["nir"]) > 15_000
    assert len(identites["nom"]) > 100
    mots = re.compile(rb"[A-Z\xc0-\xdf]{6,}")
    empreintes = re.compile(rb"(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})(?![0-9a-f])")
    cles = _cles()
    lus = set()
    for fichier, texte in textes(france.roots.home, sauf=france.roots.depot):
        lus.add(fichier)
        trouves = {
            "nir": identites["nir"].intersection(NIR.findall(texte)),
            "hachage": identites["hachage"].intersection(empreintes.findall(texte)),
            "nom": identites["nom"].intersection(mots.findall(texte.upper())),
            "rue": set(RUE.findall(texte)),
            "cle": {forme for forme in cles if forme in texte},
        }
        assert not any(trouves.values()), f"{fichier}: {[(k, len(v)) for k, v in trouves.items()]}"
    assert len(lus) > 100


def test_the_scan_sees_an_identity_when_there_is_one(france, identites):
    """The same scan on the dépôt itself finds them: the test above can fail."""
    fichier = next((france.roots.depot / "inscription").rglob("inscriptions_*.csv"))
    texte = fichier.read_bytes()
    assert identites["nir"].intersection(NIR.findall(texte))
    assert RUE.search(texte)
