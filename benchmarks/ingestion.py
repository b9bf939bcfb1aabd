"""One huge DSN file through the real command: `pilotage ingest`, as the operating system counts it.

    python -m benchmarks.ingestion --go 5

Writes a message of `--go` GB (10^9 bytes) in a house of its own, in a temporary folder (`--maison` to say where),
ingests it, and prints time, processor time, the most memory ever resident and what the ledger says.
"""

import argparse
import os
import secrets
import tempfile
from pathlib import Path

from benchmarks.neodes import ecrire
from benchmarks.repetition import PILOTAGE, mesurer
from pipelines.landing import lister_registre
from pipelines.roots import Roots


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--go", type=float, default=5, help="size of the file, in GB")
    arguments.add_argument("--maison", type=Path, default=None)
    choix = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=choix.maison) as maison:
        roots = Roots(Path(maison)).create()
        dossier = roots.depot / "dsn" / "2025-07-10"
        dossier.mkdir(parents=True)
        ecrire(dossier / "mensuelle.dsn", int(choix.go * 1000), accents=False)
        environnement = {**os.environ, "PILOTAGE_CLE": secrets.token_hex(32), "PILOTAGE_HOME": maison}
        m = mesurer("ingest", [str(PILOTAGE), "ingest"], environnement)
        ligne = lister_registre(roots).row(0, named=True)
        mo, parties = ligne["octets"] / 10**6, len(list((roots.lac / "dsn" / "2025-07-10").glob("individu-*")))
    comptes = ", ".join(
        f"{ligne[nom]:,} {nom}" for nom in ("unites_recues", "acceptees", "quarantaine", "doublons", "hors_champ")
    )
    print(f"{mo:,.0f} MB, {parties} parts, {comptes}")
    print(
        f"{m.secondes:.0f} s ({mo / m.secondes:.1f} MB/s, {ligne['unites_recues'] / m.secondes:,.0f} persons/s), "
        f"{m.processeur:.0f} processor seconds, at most {m.memoire_go:.2f} GB resident"
    )


if __name__ == "__main__":
    main()
