"""What the secret room takes of the country: rounding, then reading what published counts say together."""

import time

import polars as pl

from pipelines import catalogue, territories
from pipelines.disclosure import Parametres
from pipelines.identity import Cles
from pipelines.release.publication import proteger as arrondir
from pipelines.release.retraits import Lecture
from pipelines.release.revisions import Suite
from pipelines.roots import Roots

_CLE = "une clé de mesure, plus longue que trente-deux caractères"


def proteger(roots: Roots) -> dict[str, float]:
    """Seconds of each step (`arrondir`, `retirer`), and `lignes`: the publishable rows."""
    mots, parametres = catalogue.charger(), Parametres()
    debut = time.perf_counter()
    lignes = arrondir(roots, mots, Cles(_CLE), parametres)
    arrondies = time.perf_counter()
    dedans = territories.contenances(territories.charger().communes_publiees)
    suite = Suite(pl.scan_parquet(roots.publiables), None, Lecture.de(mots.en_clair(), dedans, parametres))
    retirees = sum(morceau.height for morceau in suite)
    if retirees != lignes:
        raise SystemExit(f"{lignes:,} rows are rounded and {retirees:,} follow.")
    return {"arrondir": arrondies - debut, "retirer": time.perf_counter() - arrondies, "lignes": lignes}
