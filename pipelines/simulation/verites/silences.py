"""What a département that falls silent leaves unknown, in the source it no longer sends."""

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from pipelines.simulation.monde import decale
from pipelines.simulation.verites.faits import Faits


def dits(faits: Faits, source: str, lignes: pl.DataFrame, *jours: str) -> pl.DataFrame:
    """Rows told by a `departement`, without the days (or instants) that come after its last file of `source`."""
    muets = set(_muets(faits, source))
    derniers = {
        departement: max(mois for mois in faits.parametres.liste_mois if (departement, mois) not in muets)
        for departement in sorted({departement for departement, _ in muets})
    }
    borne = pl.col("departement").replace_strict(
        list(derniers), list(derniers.values()), default=faits.parametres.dernier_mois, return_dtype=pl.Date
    )
    return lignes.with_columns(
        pl.when(pl.col(jour).cast(pl.Date).dt.truncate("1mo") <= borne).then(jour).alias(jour) for jour in jours
    )


def sans_les_muets(faits: Faits, lignes: pl.DataFrame, echeance: Callable[[date], date], *sources: str) -> pl.DataFrame:
    """Without the months whose département kept silent in a month between theirs and what they wait for."""
    perdus = sorted(
        {
            (departement, mois)
            for source in sources
            for departement, muet in _muets(faits, source)
            for mois in faits.parametres.liste_mois
            if mois <= muet <= echeance(mois)
        }
    )
    table = pl.DataFrame(perdus, schema={"departement": pl.String, "mois": pl.Date}, orient="row")
    return lignes.join(table, on=["departement", "mois"], how="anti")


def fin(mois: date) -> date:
    """Last day of the month."""
    return decale(mois, 1) - timedelta(days=1)


def apres(jours: int) -> Callable[[date], date]:
    """For a month, the day that comes so many days after its last one."""
    return lambda mois: fin(mois) + timedelta(days=jours)


def un_an(mois: date) -> date:
    """First day of the month twelve months later: delays are followed until then."""
    return decale(mois, 12)


def _muets(faits: Faits, source: str) -> list[tuple[str, date]]:
    return sorted((departement, mois) for muette, departement, mois in faits.silences if muette == source)
