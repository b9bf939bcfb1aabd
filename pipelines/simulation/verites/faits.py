"""The facts of a block that several families read, each worked out once."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from pipelines.simulation.monde import Bloc, Parametres
from pipelines.simulation.monde.silences import silences
from pipelines.simulation.verites import dimensions, personnes
from pipelines.simulation.verites.droits import Rsa
from pipelines.simulation.verites.emplois import comptes
from pipelines.simulation.verites.heures import mois_travailles
from pipelines.simulation.verites.zones import Zones

AGE_MINIMAL, AGE_MAXIMAL = 16, 64
CATEGORIES_RPE = ["A", "B", "F", "G"]


@dataclass
class Faits:
    """A block, the territories it is counted in, and what is common to the indicators."""

    bloc: Bloc
    parametres: Parametres
    zones: Zones

    @cached_property
    def silences(self) -> frozenset:
        return silences(self.parametres)

    @cached_property
    def rsa(self) -> Rsa:
        return Rsa.lire(self.bloc.droit, self.silences)

    @cached_property
    def lignes(self) -> pl.DataFrame:
        """The register's rows with their journeys and zones."""
        return self.zones.situer(personnes.parcours(self.bloc.inscription))

    @cached_property
    def entrees(self) -> pl.DataFrame:
        """Every entry, those from before the simulated months included."""
        return personnes.entrees(self.lignes, self.bloc.personne)

    @cached_property
    def arrivees(self) -> pl.DataFrame:
        """The entries of the simulated months, with every dimension of persons."""
        situees = self.rsa.situer(self.entrees.filter(pl.col("t0") >= self.parametres.premier_mois))
        return situees.with_columns(dimensions.publics())

    @cached_property
    def presents(self) -> pl.DataFrame:
        """Who is registered at the end of each simulated month, with every dimension of persons."""
        inscrits = personnes.presences(self.lignes, self.bloc.personne, self.parametres)
        return self.rsa.situer(inscrits).with_columns(dimensions.publics())

    @cached_property
    def suivis_rpe(self) -> pl.DataFrame:
        """Of who is registered at the end of each month, those the official family (RPE) follows."""
        return self.presents.filter(pl.col("categorie").is_in(CATEGORIES_RPE))

    @cached_property
    def mois_travailles(self) -> pl.DataFrame:
        """The months of more than 78 hours of each person."""
        return mois_travailles(self.bloc.contrat, self.bloc.activite, self.parametres.liste_mois)

    @cached_property
    def comptes(self) -> pl.DataFrame:
        """The contracts of the job spells that count."""
        return comptes(self.bloc.contrat, self.parametres.dernier_jour)

    @cached_property
    def sorties_du_champ(self) -> pl.DataFrame:
        return personnes.sorties_du_champ(self.bloc.inscription, self.bloc.contrat)


def en_age(frame: pl.DataFrame) -> pl.DataFrame:
    """Those aged 16 to 64."""
    return frame.filter(pl.col("age").is_between(AGE_MINIMAL, AGE_MAXIMAL))
