"""Where a break of an entry holds: everywhere, or in the territories it names and in no other."""

from collections.abc import Mapping
from typing import Any

Rupture = Mapping[str, Any]
"""`date`, `phrase`, and `territoires` (« departement:69 ») when it does not hold everywhere."""


def lieux(rupture: Rupture) -> list[tuple[str | None, str | None]]:
    """(level, code) of each territory it names; of none, one pair of nothing: everywhere."""
    return [tuple(lieu.split(":")) for lieu in rupture.get("territoires", ())] or [(None, None)]


def touche(rupture: Rupture, niveau: str, code: str) -> bool:
    """Whether the series of a territory breaks there; that of a wider territory, or of one inside, does not."""
    return bool({(niveau, code), (None, None)} & set(lieux(rupture)))
