"""The attacker: with the files of a release and the method, which is public, tries to learn something about a person.

Belongs here: the attacks on a release (same sets, sums and differences, averaging, two releases, existence and reasons,
reconstruction, enterprises), what the published definitions say of who is counted with whom, and the report for whoever
answers for the protection of data. Does not: any key, any exact count, anything of disclosure/, identity/ or landing/:
an attacker that shares the code of the defence shares its mistakes. Exact counts come in only as the `verite` of a
rehearsal. What each attack is and what its verdict means: docs/audit.md.
"""

from pipelines.audit.attaques import Repetition, auditer
from pipelines.audit.fichiers import Millesime, lire
from pipelines.audit.rapport import Constat, Rapport

__all__ = ["Constat", "Millesime", "Rapport", "Repetition", "auditer", "lire"]
