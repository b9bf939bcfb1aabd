"""Territories: the communes of today, what old codes became, and the levels every figure is told at.

Belongs here: the tables the package carries (facts of public sources), how a commune is carried to the current COG,
which communes make a région, a département, a committee, an EPCI, and how French names them. Does not: who lives or
works where (dbt_project/), a received table's format and rules (sources/, data_contracts/), contours.

A level is a set of communes and nothing else: committees straddle départements and régions, so no level is ever the sum
of another. France = 101 départements; the collectivities 975 to 989 have communes and belong to no level.
"""

from pipelines.territories.communes import COMMUNE, HABITANTS_MINIMUM, en_territoires
from pipelines.territories.contenances import contenances
from pipelines.territories.contexte import ecrire_contexte
from pipelines.territories.modele import NIVEAUX, Territoires
from pipelines.territories.niveaux import charger
from pipelines.territories.zonages import SYSTEME

__all__ = [
    "COMMUNE",
    "HABITANTS_MINIMUM",
    "NIVEAUX",
    "SYSTEME",
    "Territoires",
    "charger",
    "contenances",
    "ecrire_contexte",
    "en_territoires",
]
