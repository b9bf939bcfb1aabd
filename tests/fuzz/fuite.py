"""Looking for planted identities in everything a house holds outside its dépôt, and in what it said."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from pipelines.roots import Roots
from tests.fabriques import Cas
from tests.fabriques.identites import LETTRES_DU_NOM

_CHIFFRES = re.compile(r"[0-9]{10,}")
_LETTRES = re.compile(rf"[A-Za-z]{{{LETTRES_DU_NOM},}}")
_ESPACES = re.compile(r"(?<=[0-9])[ .](?=[0-9])")
_LONGUEURS = (10, 13, 15)
_NOMBRES_ENTIERS = ("ligne", "ordre", "octets", "octets_du_porteur", "ligne_visee")
"""Columns of long integers that are no pseudonym. (In the times of files, any ten figures may be met.)"""


class Recherche:
    """The planted identities, each with the cases that planted it; numbers are found with or without their spaces."""

    def __init__(self, cas: Iterable[Cas]) -> None:
        self._chiffres: dict[str, set[Cas]] = defaultdict(set)
        self._noms: dict[str, set[Cas]] = defaultdict(set)
        for un_cas in cas:
            for identite in un_cas.identites:
                if identite[0].isdigit():
                    self._chiffres[_ESPACES.sub("", identite)].add(un_cas)
                for mot in _LETTRES.findall(identite):
                    for nom in _fenetres(mot.upper(), LETTRES_DU_NOM):
                        self._noms[nom].add(un_cas)

    def trouver(self, texte: str) -> Iterator[tuple[str, Cas]]:
        """(what was found, a case that planted it), in no order that matters."""
        for suite in {*_CHIFFRES.findall(texte), *_CHIFFRES.findall(_ESPACES.sub("", texte))}:
            for longueur in _LONGUEURS:
                for nombre in _fenetres(suite, longueur):
                    yield from ((nombre, un_cas) for un_cas in self._chiffres.get(nombre, ()))
        for suite in set(_LETTRES.findall(texte)):
            for nom in _fenetres(suite.upper(), LETTRES_DU_NOM):
                yield from ((nom, un_cas) for un_cas in self._noms.get(nom, ()))


def _fenetres(suite: str, longueur: int) -> Iterator[str]:
    return (suite[i : i + longueur] for i in range(len(suite) - longueur + 1))


def textes(roots: Roots) -> Iterator[tuple[str, str]]:
    """(place, text) of every file outside the dépôt: its name and what it holds, the values of a table one a line."""
    for chemin in sorted(roots.interne.rglob("*")):
        lieu = str(chemin.relative_to(roots.home))
        yield lieu, lieu
        if chemin.is_file():
            octets = chemin.read_bytes()
            yield lieu, _valeurs(chemin) if chemin.suffix == ".parquet" else octets.decode("utf-8", "surrogateescape")


def _valeurs(chemin: Path) -> str:
    """Every value of a table but its pseudonyms, numbers drawn at random in whose figures any ten may be met."""
    frame = pl.read_parquet(chemin)
    gardees = [nom for nom, type_ in frame.schema.items() if type_ != pl.Int64 or nom in _NOMBRES_ENTIERS]
    colonnes = (frame[nom].unique().cast(pl.String).drop_nulls() for nom in gardees)
    return "\n".join(valeur for colonne in colonnes for valeur in colonne)
