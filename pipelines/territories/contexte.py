"""The territories as dbt and the release read them: one Parquet file per frame."""

from pathlib import Path

from pipelines.territories.modele import Territoires

FICHIERS = {
    "communes": "commune",
    "passages": "commune_passage",
    "territoires": "territoire",
    "commune_territoire": "commune_territoire",
    "liens": "territoire_lien",
}


def ecrire_contexte(territoires: Territoires, dossier: Path) -> None:
    """Write each frame in `dossier`, under the names of FICHIERS; each file appears whole, by renaming."""
    dossier.mkdir(parents=True, exist_ok=True)
    for champ, nom in FICHIERS.items():
        provisoire = dossier / f"{nom}.tmp"
        getattr(territoires, champ).write_parquet(provisoire, compression="zstd")
        provisoire.replace(dossier / f"{nom}.parquet")
