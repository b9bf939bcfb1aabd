"""A case: a source, a seed, a mutation, and the files they make."""

import random
from dataclasses import dataclass

from pipelines.contracts import charger
from tests.fabriques.fichiers import Fichier, justes
from tests.fabriques.identites import peupler
from tests.fabriques.mutations import MUTATIONS


@dataclass(frozen=True)
class Cas:
    """What is received, and from what it was made. `rang` keeps its files apart from those of the others.

    `juste` is the name of the right file it was made from.
    """

    source: str
    graine: int
    mutation: str
    rang: int
    juste: str
    fichiers: tuple[Fichier, ...]

    @property
    def identites(self) -> frozenset[str]:
        return frozenset().union(*(fichier.identites for fichier in self.fichiers))

    def __str__(self) -> str:
        return f"source={self.source} graine={self.graine} mutation={self.mutation}"


def cas_de(source: str, graine: int, mutation: str, rang: int = 0) -> Cas:
    """The case of a source, a seed and a mutation: the same bytes each time, whatever `rang`."""
    alea = random.Random(f"{source}/{graine}/{mutation}")
    juste = peupler(source, alea.choice(justes(source)), alea)
    fichiers = MUTATIONS[mutation].muter(source, juste, alea)
    return Cas(
        source, graine, mutation, rang, juste.nom, tuple(_numerote(source, juste.nom, f, rang) for f in fichiers)
    )


def _numerote(source: str, avant: str, fichier: Fichier, rang: int) -> Fichier:
    """The file under a name of its own, where the contract lets a name say more (`…_c12.csv`)."""
    tronc, point, suffixe = avant.rpartition(".")
    numerote, contrat = f"{tronc}_c{rang}{point}{suffixe}", charger(source)
    if not fichier.nom.startswith(tronc) or contrat.dit_par_le_nom(numerote) != contrat.dit_par_le_nom(avant):
        return fichier
    return fichier.avec(fichier.octets, nom=f"{tronc}_c{rang}{fichier.nom[len(tronc) :]}")
