"""A release put to the attacker before it is put in place.

`retraits` reads published sums one at a time; several at once are the attacker's work (pipelines/audit), which looks at
a sample of small counts. Where it leaves one with too few values, the whole table that holds it is withdrawn (an
indicator, a level of territories, a dimension, a kind of period), never the cell, and the release is attacked again.
All is decided on the files that readers will have, and its result is one of them (confidentiality.md §4).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.audit import Rapport, auditer, lire

AUDIT = "audit.json"
PETITS_EFFECTIFS, GRAINE = 200, 1
"""How many small counts are attacked, and how they are drawn: with the same, `pilotage audit` finds the same."""
TOURS = 5
"""Most times a release is attacked: one that still gives counts away then is refused."""
TABLE = ("indicateur", "territoire_niveau", "dimension", "periode_type")
AUCUNE_TABLE = pl.DataFrame(schema=dict.fromkeys(TABLE, pl.String) | {"exclus_seuls": pl.Boolean})


def attaquer(dossier: Path) -> Rapport:
    """What the attacker learns from the files of a release, in place or not."""
    return auditer(lire(dossier), echantillon=PETITS_EFFECTIFS, graine=GRAINE)


def ajouter(tables: pl.DataFrame, faibles: pl.DataFrame) -> pl.DataFrame:
    """`tables` (TABLE, and `exclus_seuls`: only the count of who is left out is to withdraw), with those of the counts
    that were found."""
    trouvees = faibles.select(*TABLE, exclus_seuls=pl.col("grandeur") == "exclus")
    return pl.concat([tables, trouvees]).group_by(TABLE).agg(pl.col("exclus_seuls").all()).sort(TABLE)


def tables_retirees(publication: Mapping[str, Any]) -> pl.DataFrame:
    """The tables that `publication.json` says were withdrawn."""
    return pl.DataFrame(publication["tables_retirees"], schema=AUCUNE_TABLE.schema)
