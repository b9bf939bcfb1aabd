"""A rehearsal at size: the whole pipeline on a synthetic France, one process per stage, time and memory of each.

    python benchmarks/repetition.py --personnes 300000

Prints the table of docs/performance.md. The house is made in a temporary folder (`--maison` to keep it) and needs about
10 GB of disk at 300,000 persons. Figures are whole-process ones, as the operating system counts them.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PILOTAGE = Path(sys.executable).parent / "pilotage"


@dataclass(frozen=True)
class Mesure:
    """One stage: wall clock, processor time of all its threads, resident memory at its highest."""

    etape: str
    secondes: float
    processeur: float
    memoire_go: float


def mesurer(etape: str, commande: list[str], environnement: dict[str, str]) -> Mesure:
    """Run one stage to its end; stop everything if it fails."""
    debut = time.perf_counter()
    processus = subprocess.Popen(commande, env=environnement)
    _, statut, usage = os.wait4(processus.pid, 0)
    processus.returncode = os.waitstatus_to_exitcode(statut)
    if processus.returncode:
        sys.exit(f"{etape} exited {processus.returncode}: the rehearsal stops there.")
    secondes = time.perf_counter() - debut
    return Mesure(etape, secondes, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024**2)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--personnes", type=int, default=300_000)
    arguments.add_argument("--mois", type=int, default=30)
    arguments.add_argument("--maison", type=Path, default=None)
    choix = arguments.parse_args()
    with tempfile.TemporaryDirectory() as provisoire:
        maison = (choix.maison or Path(provisoire)).resolve()
        environnement = {"PILOTAGE_CLE": secrets.token_hex(32), **os.environ, "PILOTAGE_HOME": str(maison)}
        france = ["--personnes", str(choix.personnes), "--mois", str(choix.mois)]
        etapes = {"simulate": france, "ingest": [], "build": [], "release": []}
        mesures = [mesurer(nom, [str(PILOTAGE), nom, *options], environnement) for nom, options in etapes.items()]
        tailles = {nom: _taille_go(maison / nom) for nom in ("depot", "interne", "public")}
    print(f"\n{choix.personnes:,} persons, {choix.mois} months; on disk, GB: {tailles}\n")
    print("| stage | seconds | processor seconds | peak memory, GB |\n|---|---|---|---|")
    for m in mesures:
        print(f"| {m.etape} | {m.secondes:.0f} | {m.processeur:.0f} | {m.memoire_go:.1f} |")
    total = sum(m.secondes for m in mesures)
    print(
        f"| all | {total:.0f} | {sum(m.processeur for m in mesures):.0f} | {max(m.memoire_go for m in mesures):.1f} |"
    )


def _taille_go(dossier: Path) -> float:
    return round(sum(f.lstat().st_size for f in dossier.rglob("*") if f.is_file()) / 1e9, 2)


if __name__ == "__main__":
    main()
