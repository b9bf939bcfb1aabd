"""What is known of a small simulated France on a day: its exact cells, from a dépôt and a date of observation."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from pipelines import catalogue, territories
from pipelines.identity import Cles
from pipelines.landing import ecrire_livraisons, ingerer
from pipelines.roots import Roots
from pipelines.sources import toutes

CLES = Cles("une clé de test, plus longue que trente-deux caractères")
NIVEAUX = ["national", "region", "departement"]
"""Fewer levels make the grid small; nothing of the rest of the computation changes."""
CLE = ["indicateur", "periode_type", "periode_debut", "territoire_niveau", "territoire_code", "dimension", "modalite"]
Cellules = Callable[[Roots, date], pl.DataFrame]


def atterrir(roots: Roots) -> Roots:
    """Land the whole dépôt of a house."""
    for source in toutes():
        ingerer(roots, CLES, source)
    return roots


def cellules(dbt: Callable, projet: Path) -> Cellules:
    """The function that builds a house as known on a day and reads its cells, sorted by CLE."""

    def _cellules(roots: Roots, connu_le: date) -> pl.DataFrame:
        ecrire_livraisons(roots)
        territories.ecrire_contexte(territories.charger(), roots.contexte)
        catalogue.ecrire_contexte(catalogue.charger(), roots.contexte)
        annonces = roots.contexte / "annonce.parquet"
        pl.read_parquet(annonces).filter(pl.col("territoire_niveau").is_in(NIVEAUX)).write_parquet(annonces)
        pl.DataFrame({"date_observation": [connu_le]}).write_parquet(roots.contexte / "observation.parquet")
        for verbe in ("seed", "run"):
            fait = dbt(roots.home, projet, verbe)
            assert fait.returncode == 0, fait.stdout
        return pl.read_parquet(roots.indicateurs / "cellules.parquet").sort(CLE)

    return _cellules
