"""Checking a source: its last deliveries against their contract and their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.contracts import charger
from pipelines.qualite import historique
from pipelines.qualite.attentes import attentes
from pipelines.qualite.evaluation import Verdict, evaluer
from pipelines.qualite.resume import Resume
from pipelines.roots import Roots


@dataclass(frozen=True)
class Livraison:
    """A delivery: its summary, the verdict of each of its checks, the deliveries it was compared with."""

    resume: Resume
    verdicts: tuple[Verdict, ...]
    comparables: tuple[date, ...]

    def de_verdict(self, verdict: str) -> Sequence[Verdict]:
        return [rendu for rendu in self.verdicts if rendu.verdict == verdict]


def controler(roots: Roots, source: str) -> list[Livraison]:
    """The deliveries of the last period of `source`, judged, newest first; none when nothing has landed."""
    contrat = charger(source)
    cadence = contrat.proprietes["cadence"]
    historique.oublier_les_parties(roots, source)
    jours = historique.livraisons(roots, source)
    voisines = {jour: historique.comparables(jour, jours, cadence) for jour in historique.a_juger(jours, cadence)}
    resumes = historique.resumes(roots, contrat, {*voisines, *(j for voisins in voisines.values() for j in voisins)})
    jugees = []
    for jour, voisins in voisines.items():
        attendues = attentes(contrat, resumes[jour], [resumes[voisin] for voisin in voisins])
        jugees.append(Livraison(resumes[jour], tuple(evaluer(f"{source} {jour}", attendues)), tuple(voisins)))
    return jugees[::-1]
