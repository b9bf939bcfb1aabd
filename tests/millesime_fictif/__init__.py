"""A fabricated release, with the exact published schema: what readers are tested on, without running the pipeline.

Two régions, three départements, six committees of which one straddles two départements, an EPCI and a collectivité of
the RSA; 30 months, their quarters and years; every state a row can be in. The figures come from one seeded draw and
describe nothing.
"""

import gzip
import hashlib
import json
import os
from pathlib import Path

from pipelines import catalogue
from pipelines.disclosure import COLONNES
from tests.millesime_fictif import annexes, cellules, territoires

__all__ = ["COLONNES", "MILLESIME", "ecrire", "pointer"]

MILLESIME = "2026-06-30"
NOTE_ARRONDI = (
    "Effectifs arrondis aléatoirement à un multiple de 5 ; un total peut différer de la somme de ses parties."
)


def ecrire(public: Path, millesime: str = MILLESIME, graine: int = 1) -> Path:
    """Write `public/millesimes/<millesime>/` and point `public/latest` to it; return the folder."""
    dossier = public / "millesimes" / millesime
    dossier.mkdir(parents=True)
    indicateurs = cellules.table(graine)
    indicateurs.write_parquet(dossier / "indicateurs.parquet", compression="zstd")
    (dossier / "indicateurs.csv.gz").write_bytes(gzip.compress(indicateurs.write_csv().encode(), mtime=0))
    territoires.ecrire(dossier)
    (dossier / "indicateurs_metadonnees.json").write_text(json.dumps(_metadonnees(millesime), ensure_ascii=False))
    annexes.qualite().write_parquet(dossier / "qualite_sources.parquet")
    annexes.objectifs().write_parquet(dossier / "objectifs.parquet")
    annexes.actions_de_plan().write_parquet(dossier / "actions_de_plan.parquet")
    (dossier / "dictionnaire.md").write_text("# Dictionnaire\n\n`valeur` : la part, le nombre ou le délai publié.\n")
    champs = [{"name": nom} for nom in COLONNES]
    (dossier / "schema.json").write_text(json.dumps({"fields": champs}))
    publication = {"millesime": millesime, "couverture": {}}
    (dossier / "publication.json").write_text(json.dumps(publication))
    sommes = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in sorted(dossier.iterdir())]
    (dossier / "SHA256SUMS").write_text("".join(sommes))
    pointer(public, millesime)
    return dossier


def pointer(public: Path, millesime: str) -> None:
    """Replace `latest` as a publication does: a link beside, then a rename."""
    lien = public / ".latest"
    lien.unlink(missing_ok=True)
    lien.symlink_to(Path("millesimes") / millesime)
    os.replace(lien, public / "latest")


def _metadonnees(millesime: str) -> dict:
    return {
        "millesime": millesime,
        "date_observation": millesime[:10],
        "note_arrondi": NOTE_ARRONDI,
        "demonstration": True,
        **catalogue.charger().en_clair(),
    }
