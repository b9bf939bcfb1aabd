"""The release: an immutable folder that explains itself, built aside, checked, then put in place by one rename.

Belongs here: the files of a release and how they are written to the same bytes for the same content, what their columns
mean, the name of a millésime, what changed since the previous one, the check of a release by whoever holds it. Does
not: what may be published (disclosure/), what an indicator means (catalogue/), how it is shown (dashboards/).
"""

from pipelines.release.publication import Publication, PublicationRefusee, publier
from pipelines.release.verification import verifier

__all__ = ["Publication", "PublicationRefusee", "publier", "verifier"]
