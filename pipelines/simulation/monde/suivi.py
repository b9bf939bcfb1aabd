"""What the makers of support share: the registrations of a block, whose they are, the days they leave for an event."""

from dataclasses import dataclass

import numpy as np

from pipelines.simulation.monde.inscriptions import Segments
from pipelines.simulation.monde.jours import JAMAIS, Hasard, Jours, hasard, jour
from pipelines.simulation.monde.lieux import Lieux
from pipelines.simulation.monde.modele import Parametres
from pipelines.simulation.monde.population import Population

# Organisations that support, and how much of the support is theirs
ORGANISMES = (["FT", "ML", "CD", "CE"], [62, 13, 20, 5])
# Parts of the events planted on the last day of a registration (nobody is registered that day), the day before, on the
# first day, and some days after the end
_SUR_LA_FIN, _LA_VEILLE, _LE_PREMIER, _APRES = 0.03, 0.05, 0.07, 0.085


@dataclass(frozen=True)
class Suivi:
    """The registrations of a block (`lesquels` below: ranks among them) and a generator for one subject."""

    parametres: Parametres
    population: Population
    segments: Segments
    lieux: Lieux
    tirage: Hasard

    @classmethod
    def de(  # noqa: PLR0913, PLR0917 - a block, and the subject drawn for it
        cls, sujet: str, parametres: Parametres, rang: int, population: Population, segments: Segments, lieux: Lieux
    ) -> "Suivi":
        return cls(parametres, population, segments, lieux, hasard(parametres.graine, rang, sujet))

    @property
    def premier(self) -> int:
        return jour(self.parametres.premier_mois)

    @property
    def dernier(self) -> int:
        return jour(self.parametres.dernier_jour)

    @property
    def tetes(self) -> np.ndarray:
        """The registrations that open a journey."""
        return np.flatnonzero(self.segments.tete)

    def pays(self, lesquels: np.ndarray) -> np.ndarray:
        """The département of each registration: it tells what happens to her person because of it."""
        segments = self.segments
        communes = self.population.commune_le(segments.qui[lesquels], segments.debut[lesquels])
        return self.lieux.departement_de[communes]

    def qui(self, lesquels: np.ndarray) -> dict[str, np.ndarray]:
        """The columns `personne` and `departement`."""
        return {
            "personne": self.population.numero[self.segments.qui[lesquels]].astype(np.int32),
            "departement": self.lieux.departements[self.pays(lesquels)],
        }

    def passe(self, lesquels: np.ndarray, jours: Jours) -> np.ndarray:
        """Whether each day comes before the world ends, in the life of the person."""
        return (jours <= self.dernier) & (jours < self.population.deces[self.segments.qui[lesquels]])

    def jours(self, lesquels: np.ndarray) -> Jours:
        """A day of the simulated part of each registration, or one planted on its edges."""
        nombre = len(lesquels)
        debut, fin = np.maximum(self.segments.debut[lesquels], self.premier), self.segments.fin[lesquels]
        borne = np.minimum(fin, self.dernier)
        ordinaire = debut + np.floor((borne - debut) * self.tirage.random(nombre)).astype(np.int64)
        pile, close = self.tirage.random(nombre), fin < JAMAIS
        bords = [
            (close & (pile < _SUR_LA_FIN), fin),
            (close & (pile < _LA_VEILLE), np.maximum(fin - 1, debut)),
            (pile < _LE_PREMIER, debut),
            (close & (pile < _APRES), fin + 4),
        ]
        return np.select([ici for ici, _ in bords], [la for _, la in bords], ordinaire)
