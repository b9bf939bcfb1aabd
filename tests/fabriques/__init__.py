"""Seeded makers of received files: right ones of every source, and hostile ones made from them.

Belongs here: the right files of each source (the examples of the contracts, and a small builder where there is none),
persons drawn from a seed to be put in them, mutations that make a file hostile, and the case that ties a source, a seed
and a mutation. Does not: what must hold of a file once ingested (tests/fuzz, tests/property), what a contract says
(the tests of each source).

Same source and seed: same bytes. Every identity put in a file is told with it, as it stands there, so that what must
not leave the dépôt is known; all are drawn at random, and nobody's.
"""

from tests.fabriques.cas import Cas, cas_de
from tests.fabriques.fichiers import Fichier, justes
from tests.fabriques.identites import Personne
from tests.fabriques.mutations import MUTATIONS

__all__ = ["MUTATIONS", "Cas", "Fichier", "Personne", "cas_de", "justes"]
