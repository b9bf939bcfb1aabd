"""The simulation: a synthetic France, told in the files of its senders, with the truths to be found again.

Belongs here: the world (monde/), what its indicators are worth (verites/), when files come (plan), what they
look like (fichiers/), and the whole run (conduite). Does not: anything the pipeline reads at run time; its results are
files of the dépôt like others.
"""

from pipelines.simulation.conduite import Estimation, SimulationRefusee, estimer, simuler

__all__ = ["Estimation", "SimulationRefusee", "estimer", "simuler"]
