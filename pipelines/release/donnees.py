"""The figures of a release: one table in two data sets of the same columns, communes apart.

Communes are twenty times as many as all other territories, and hardly anyone reads them with the rest.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import polars as pl

from pipelines.release.colonnes import CLE, INDICATEURS
from pipelines.release.tables import ouvrir, par_indicateur
from pipelines.territories import COMMUNE

_D_UNE_COMMUNE = pl.col("territoire_niveau") == COMMUNE
JEUX = {"indicateurs": ~_D_UNE_COMMUNE, "indicateurs_communes": _D_UNE_COMMUNE}
"""Each data set, and which rows are its own."""


def ecrire(morceaux: Iterable[pl.DataFrame], dossier: Path, fiche: dict[str, str]) -> None:
    """Write the rows of each data set in `dossier`, one indicator after the other, sorted by key."""
    with ExitStack() as pile:
        ajouts = {nom: pile.enter_context(ouvrir(INDICATEURS, dossier / nom, fiche, CLE)) for nom in JEUX}
        for morceau in morceaux:
            for nom, siennes in JEUX.items():
                ajouts[nom](morceau.filter(siennes))


def lire(dossier: Path) -> dict[str, pl.LazyFrame]:
    """Each data set that a release has: one published before communes were has one."""
    chemins = {nom: dossier / f"{nom}.parquet" for nom in JEUX}
    return {nom: pl.scan_parquet(chemin) for nom, chemin in chemins.items() if chemin.exists()}


def indicateur_par_indicateur(jeux: dict[str, pl.LazyFrame]) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of each indicator in all data sets together, sorted by key, read when its turn comes."""
    parcours = {nom: par_indicateur(table) for nom, table in jeux.items()}
    suivants = {nom: next(lignes, None) for nom, lignes in parcours.items()}
    while any(suivants.values()):
        indicateur = min(suivant[0] for suivant in suivants.values() if suivant)
        ici = [nom for nom, suivant in suivants.items() if suivant and suivant[0] == indicateur]
        yield indicateur, pl.concat(suivants[nom][1] for nom in ici).sort(CLE)
        suivants |= {nom: next(parcours[nom], None) for nom in ici}
