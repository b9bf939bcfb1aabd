"""How many units a file holds, told from its bytes without the readers: what they count must be as many."""

import re

from pipelines.contracts import charger
from tests.fabriques import Fichier

_BOM = b"\xef\xbb\xbf"
_A_GUILLEMETS = "service_insertion"
"""The source whose values may be quoted, and then hold a line end."""


def unites(source: str, fichier: Fichier) -> int | None:
    """Lines of a table but the first, lines of JSON, households; None where only a reader could tell."""
    octets = fichier.octets.removeprefix(_BOM)
    if charger(source).dit_par_le_nom(fichier.nom) is None:
        return None
    if fichier.nom.endswith(".csv") and (source != _A_GUILLEMETS or b'"' not in octets):
        return sum(1 for ligne in octets.split(b"\n")[1:] if ligne.removesuffix(b"\r"))
    if fichier.nom.endswith(".jsonl"):
        return sum(1 for ligne in octets.split(b"\n") if ligne.decode("utf-8", "replace").strip())
    if source == "rsa" and fichier.nom.endswith(".xml") and b"\0" not in octets:
        return len(re.findall(rb"<InfosFoyerRSA[ >]", octets))
    return None
