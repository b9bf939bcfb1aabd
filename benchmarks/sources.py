"""What each source costs at the door, beside a reader that only reads: rows and bytes a second, memory, in one run.

    python -m benchmarks.sources [--lignes 1000000] [--sources inscription rsa]

For each source, a file of `--lignes` units made from its contract (`fabrique`), then, each in a process of its own:
(a) the whole door, as `pilotage ingest` takes that file: hash, read, check, pseudonymise, land, count;
(b) a naive reader in plain Python (csv, json, xml.etree, a loop over lines) that makes a dict of each unit and keeps
    none of them.
Both count their units: (b) must count as many as were written, (a) must have accepted them all. Prints rows/s and MB/s
(MB = 10^6 bytes) of (a), the most memory it ever held, rows/s of (b), and (a) / (b): by the clock, then by processor
seconds, which move less on a machine that others use. Formats whose units weigh thousands of bytes are measured on
fewer of them (PLAFONDS); tables that never have so many rows are left out (fabrique.SANS_MILLION).
"""

import argparse
import csv
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

PLAFONDS = {"catalogue_formation": 100_000, "dsn": 200_000, "rsa": 200_000}
"""Most units of a file, where each weighs 2 to 8 kB: a catalogue or a département has no more (of the DSN, `ingestion`
measures a file of millions)."""

RECEPTION = "2025-07-20"
_MOT = {"ecrire": "writing", "porte": "the door", "naif": "the naive reader"}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--lignes", type=int, default=1_000_000, help="units of each file")
    arguments.add_argument("--sources", nargs="*", help="these sources only")
    arguments.add_argument("--etape", nargs=3, metavar=("ETAPE", "SOURCE", "MAISON"), help=argparse.SUPPRESS)
    choix = arguments.parse_args()
    if choix.etape:
        etape, source, maison = choix.etape
        print(json.dumps(ETAPES[etape](source, Path(maison), choix.lignes)))
        return
    print(
        "| source | rows | MB | door, rows/s | door, MB/s | door, peak GB | naive, rows/s | door / naive "
        "| by processor |\n|---|---|---|---|---|---|---|---|---|",
        flush=True,
    )
    for source in choix.sources or _a_part("sources", "-", Path(), 0)["sources"]:
        _mesurer(source, min(choix.lignes, PLAFONDS.get(source, choix.lignes)))


def _mesurer(source: str, lignes: int) -> None:
    with tempfile.TemporaryDirectory() as dossier:
        maison = Path(dossier)
        mo = _a_part("ecrire", source, maison, lignes)["octets"] / 10**6
        porte, naif = (_a_part(etape, source, maison, lignes) for etape in ("porte", "naif"))
    if porte["recues"] != lignes or porte["acceptees"] != lignes or naif["unites"] != lignes:
        sys.exit(f"{source}: {lignes} units written, but {porte} and {naif}: nothing is measured.")
    a, b = lignes / porte["secondes"], lignes / naif["secondes"]
    print(
        f"| {source} | {lignes:,} | {mo:,.0f} | {a:,.0f} | {mo / porte['secondes']:.1f} | {porte['memoire_go']:.2f} "
        f"| {b:,.0f} | {a / b:.2f} | {naif['processeur'] / porte['processeur']:.2f} |",
        flush=True,
    )


def _a_part(etape: str, source: str, maison: Path, lignes: int) -> dict:
    """Run a step in a process of its own, so that its memory is its own; this one stays small for that reason too: what
    the parent holds when it forks counts in the peak of the child."""
    commande = [sys.executable, "-m", "benchmarks.sources", "--lignes", str(lignes)]
    fait = subprocess.run([*commande, "--etape", etape, source, str(maison)], stdout=subprocess.PIPE, check=False)
    if fait.returncode:
        sys.exit(f"{source}: {_MOT.get(etape, etape)} exited {fait.returncode}.")
    return json.loads(fait.stdout)


# -- Steps, each the whole work of a child process


def _sources(_source: str, _maison: Path, _lignes: int) -> dict:
    from benchmarks.fabrique import SANS_MILLION  # noqa: PLC0415 - the parent must stay small
    from pipelines.sources import toutes  # noqa: PLC0415

    return {"sources": [source for source in toutes() if source not in SANS_MILLION]}


def _ecrire(source: str, maison: Path, lignes: int) -> dict:
    from benchmarks.fabrique import ecrire  # noqa: PLC0415

    dossier = maison / "depot" / source / RECEPTION
    dossier.mkdir(parents=True)
    return {"octets": sum(chemin.stat().st_size for chemin in ecrire(source, dossier, lignes))}


def _porte(source: str, maison: Path, _lignes: int) -> dict:
    from pipelines.identity import Cles  # noqa: PLC0415
    from pipelines.landing import ingerer, lister_registre  # noqa: PLC0415
    from pipelines.roots import Roots  # noqa: PLC0415

    roots, cles = Roots(maison).create(), Cles("a key of benches, long enough to be one")
    mesure = _chronometrer(lambda: ingerer(roots, cles, source))
    comptes = lister_registre(roots).select("unites_recues", "acceptees").sum().row(0)
    return {**mesure, "recues": comptes[0], "acceptees": comptes[1], "memoire_go": _sommet_go()}


def _naif(source: str, maison: Path, _lignes: int) -> dict:
    from pipelines.contracts import charger  # noqa: PLC0415

    lecture = charger(source).proprietes["lecture"]
    lire = NAIFS[source if lecture["format"] == "propre" else lecture["format"]]
    chemins, unites = sorted((maison / "depot" / source / RECEPTION).iterdir()), 0

    def compter() -> None:
        nonlocal unites
        unites = sum(1 for chemin in chemins for _ in lire(chemin, lecture))

    mesure = _chronometrer(compter)
    return {**mesure, "unites": unites}


def _chronometrer(travail: Callable[[], object]) -> dict[str, float]:
    """Seconds of the clock and of the processor (all threads)."""
    debut, processeur = time.perf_counter(), time.process_time()
    travail()
    return {"secondes": time.perf_counter() - debut, "processeur": time.process_time() - processeur}


def _sommet_go() -> float:
    """The most memory this process ever held, in GB of 2^30 bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


ETAPES: dict[str, Callable[[str, Path, int], dict]] = {
    "sources": _sources,
    "ecrire": _ecrire,
    "porte": _porte,
    "naif": _naif,
}


# -- What one writes first


def _csv(chemin: Path, lecture: dict) -> Iterator[dict]:
    with chemin.open(encoding=lecture["encodage"], newline="") as fichier:
        yield from csv.DictReader(fichier, delimiter=lecture["separateur"])


def _json_lignes(chemin: Path, _lecture: dict) -> Iterator[dict]:
    with chemin.open(encoding="utf-8") as fichier:
        for ligne in fichier:
            yield json.loads(ligne)


def _json_liste(chemin: Path, lecture: dict) -> Iterator[dict]:
    yield from json.loads(chemin.read_bytes())[lecture["racine"]]


def _xml(balise: str) -> Callable[[Path, dict], Iterator[dict]]:
    def lire(chemin: Path, _lecture: dict) -> Iterator[dict]:
        for _, element in ET.iterparse(chemin):
            if element.tag.rpartition("}")[2] == balise:
                yield {feuille.tag: feuille.text for feuille in element.iter() if not len(feuille)}
                element.clear()

    return lire


_RUBRIQUE = re.compile(r"(S\d\d\.G\d\d\.\d\d\.\d{3}),'(.*)'")


def _dsn(chemin: Path, _lecture: dict) -> Iterator[dict]:
    personne: dict[str, str] | None = None
    with chemin.open(encoding="latin-1") as fichier:
        for ligne in fichier:
            if trouvee := _RUBRIQUE.match(ligne):
                if trouvee[1] == "S21.G00.30.001":
                    if personne is not None:
                        yield personne
                    personne = {}
                if personne is not None:
                    personne[trouvee[1]] = trouvee[2]
    if personne is not None:
        yield personne


NAIFS: dict[str, Callable[[Path, dict], Iterator[dict]]] = {
    "delimite": _csv,
    "json_lignes": _json_lignes,
    "json_liste": _json_liste,
    "catalogue_formation": _xml("formation"),
    "rsa": _xml("InfosFoyerRSA"),
    "dsn": _dsn,
}


if __name__ == "__main__":
    main()
