"""A national rehearsal: a country of 7 million persons in the lake, every model on it, one indicator by other engines.

    python -m benchmarks.national --personnes 7000000 --mois 24 [--dossier D] [--moteurs polars pandas postgresql spark]

The country is written straight to the lake (benchmarks/pays): there is no file to receive, the door is measured
elsewhere (`benchmarks.sources`, `benchmarks.repetition`). Prints, in one run: how much there is; each dbt model's
seconds, share and memory, one at a time; what the secret room takes; the floors (the columns of an indicator read once,
GROUPING SETS with no join) beside what the head indicators take; `retour_emploi_6m` by DuckDB and the other engines,
from the same tables of the journeys, warm, each in a process of its own, and whether they count as dbt does. With
`--dossier`, the house is kept there, and a run of the same size finds its lake again.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

DERNIER_MOIS = date(2026, 6, 1)
OBSERVATION = date(2026, 7, 20)
MOTEURS = ("polars", "pandas", "postgresql", "spark")
BUTS = {"polars": 0.9, "pandas": 4, "postgresql": 8, "spark": 8}
"""How many times faster than each the house wants to be."""

PLAFONDS = {"pandas": 10_000_000, "postgresql": 10_000_000, "spark": 10_000_000}
"""Most contracts an engine is given, so that it ends and fits: beyond, one person in so many. DuckDB is measured again
on the same."""

_FOIS = 3


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--personnes", type=int, default=7_000_000)
    arguments.add_argument("--mois", type=int, default=24)
    arguments.add_argument("--dossier", type=Path, help="keep the house there, or take the one that is")
    arguments.add_argument("--moteurs", nargs="*", choices=MOTEURS, default=MOTEURS)
    arguments.add_argument("--etape", nargs="*", help=argparse.SUPPRESS)
    choix = arguments.parse_args()
    if choix.etape:
        print(json.dumps(ETAPES[choix.etape[0]](choix, *choix.etape[1:])))
        return
    with tempfile.TemporaryDirectory() as provisoire:
        choix.dossier = (choix.dossier or Path(provisoire)).resolve()
        choix.dossier.mkdir(parents=True, exist_ok=True)
        print(f"{os.cpu_count()} processors, {_memoire_go():.0f} GB, Python {platform.python_version()}; ", end="")
        print(f"{os.getloadavg()[0]:.1f} processes wanted them when this began.", flush=True)
        _dire_le_pays(choix)
        couche = _dire_la_couche(choix)
        _dire_le_secret(choix, couche)
        _dire_les_planchers(choix)
        _dire_les_moteurs(choix)


def _dire_le_pays(choix: argparse.Namespace) -> None:
    pays = _a_part(choix, "peupler")
    print(f"\n## The country\n\n{choix.personnes:,} persons, {choix.mois} months. Made in {pays['secondes']:.0f} s.\n")
    print("| in the lake | rows |\n|---|---|")
    for entite, lignes in pays["lignes"].items():
        print(f"| {entite} | {lignes:,} |")
    print(f"\n{pays['go']:.1f} GB in {pays['fichiers']:,} files.", flush=True)


def _dire_la_couche(choix: argparse.Namespace) -> float:
    from benchmarks.pays.couche import construire, tableau  # noqa: PLC0415 - a child of this process needs none of it
    from pipelines.roots import Roots  # noqa: PLC0415

    couche = construire(Roots(choix.dossier))
    print("\n## The layer: lake → every indicator\n")
    print("\n".join(tableau(couche)))
    total = sum(modele.secondes for modele in couche.modeles)
    gros = [modele.nom for modele in couche.modeles if modele.secondes > 0.2 * total]
    print(f"\nWhole: {couche.secondes:.0f} s ({_but(couche.secondes <= 900)} of 900 s), ", end="")
    print(f"{couche.memoire_go:.1f} GB at most ({_but(couche.memoire_go <= 12)} of 12 GB). ", end="")
    print(f"Above a fifth of the total: {', '.join(gros) or 'no model'}.", flush=True)
    return couche.secondes


def _dire_le_secret(choix: argparse.Namespace, couche: float) -> None:
    secret = _a_part(choix, "proteger")
    print("\n## The secret room: exact cells → publishable rows\n")
    print("| step | seconds | of the layer's | goal: 10% |\n|---|---|---|---|")
    for etape in ("arrondir", "retirer"):
        part = secret[etape] / couche
        print(f"| {etape} | {secret[etape]:.0f} | {part:.1%} | {_but(part <= 0.1)} |")
    print(f"\n{secret['lignes']:,} rows, {secret['memoire']:.1f} GB at most.", flush=True)


def _dire_les_planchers(choix: argparse.Namespace) -> None:
    planchers = _a_part(choix, "planchers")
    print("\n## Floors\n\nFrom the journeys to every level and month; the floor reads the same columns once.\n")
    print("| indicator | seconds | floor, seconds | times the floor | goal: 12 |\n|---|---|---|---|---|")
    for nom, secondes, lecture in planchers["tetes"]:
        rapport = secondes / lecture
        print(f"| {nom} | {secondes:.2f} | {lecture:.2f} | {rapport:.1f} | {_but(rapport <= 12)} |")
    print(f"\nGROUPING SETS with no join, over the entries: {planchers['sans_jointure']:.2f} s.", flush=True)


def _dire_les_moteurs(choix: argparse.Namespace) -> None:
    print("\n## retour_emploi_6m by several engines\n")
    print("| engine | contracts | seconds | memory, GB | DuckDB, seconds | times DuckDB | goal | difference |")
    print("|---|---|---|---|---|---|---|---|")
    contrats = _a_part(choix, "exporter", "1")["contrats"]
    references: dict[int, dict] = {}
    for moteur in ("duckdb", *choix.moteurs):
        un_sur = -(-contrats // PLAFONDS.get(moteur, contrats))
        if un_sur not in references:
            combien = _a_part(choix, "exporter", str(un_sur))["contrats"]
            references[un_sur] = _a_part(choix, "moteur", "duckdb", str(un_sur)) | {"contrats": combien}
        reference = references[un_sur]
        mesure = reference if moteur == "duckdb" else _a_part(choix, "moteur", moteur, str(un_sur))
        if "absent" in mesure:
            print(f"| {moteur} | not measured: {mesure['absent']} | | | | | | |", flush=True)
            continue
        rapport = mesure["secondes"] / reference["secondes"]
        but = f"{BUTS[moteur]}: {_but(rapport >= BUTS[moteur])}" if moteur in BUTS else ""
        print(
            f"| {moteur} | {reference['contrats']:,} | {mesure['secondes']:.1f} | {mesure['memoire']} "
            f"| {reference['secondes']:.1f} | {rapport:.1f} | {but} | {mesure['ecart']} |",
            flush=True,
        )


def _but(atteint: bool) -> str:
    return "met" if atteint else "missed"


def _a_part(choix: argparse.Namespace, *etape: str) -> dict:
    """Run a step in a process of its own, so that its memory and its caches are."""
    commande = [sys.executable, "-m", "benchmarks.national", "--dossier", str(choix.dossier)]
    commande += ["--personnes", str(choix.personnes), "--mois", str(choix.mois), "--etape", *etape]
    fait = subprocess.run(commande, stdout=subprocess.PIPE, text=True, check=False)
    if fait.returncode:
        sys.exit(f"{' '.join(etape)} exited {fait.returncode}: the rehearsal stops there.")
    return json.loads(fait.stdout.splitlines()[-1])


def _memoire_go() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


# -- Steps, each the whole work of a child process


def _peupler(choix: argparse.Namespace) -> dict:
    from benchmarks.pays.fonder import fonder  # noqa: PLC0415
    from pipelines.roots import Roots  # noqa: PLC0415

    return fonder(Roots(choix.dossier), choix.personnes, choix.mois, DERNIER_MOIS, OBSERVATION)


def _planchers(choix: argparse.Namespace) -> dict:
    from benchmarks.pays.planchers import mesurer  # noqa: PLC0415
    from pipelines.roots import Roots  # noqa: PLC0415

    sans_jointure, tetes = mesurer(Roots(choix.dossier), _FOIS)
    return {"sans_jointure": sans_jointure, "tetes": [(p.nom, p.secondes, p.lecture) for p in tetes]}


def _proteger(choix: argparse.Namespace) -> dict:
    from benchmarks.pays.secret import proteger  # noqa: PLC0415
    from pipelines.roots import Roots  # noqa: PLC0415

    mesure = proteger(Roots(choix.dossier))
    return mesure | {"memoire": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9}


def _exporter(choix: argparse.Namespace, un_sur: str) -> dict:
    from benchmarks.pays.moteurs import exporter  # noqa: PLC0415
    from pipelines.roots import Roots  # noqa: PLC0415

    return {"contrats": exporter(Roots(choix.dossier).entrepot, _tables(choix, un_sur), int(un_sur))}


def _moteur(choix: argparse.Namespace, moteur: str, un_sur: str) -> dict:
    from benchmarks.pays.moteurs import EN_PROCESSUS, ecart  # noqa: PLC0415
    from benchmarks.pays.serveurs import SERVEURS, Indisponible  # noqa: PLC0415

    tables = _tables(choix, un_sur)
    try:
        secondes, resultat = (EN_PROCESSUS | SERVEURS)[moteur](tables, _FOIS)
    except Indisponible as absence:
        return {"absent": str(absence)}
    obtenu, attendu = tables / f"{moteur}.parquet", tables / "attendu.parquet"
    resultat.write_parquet(obtenu)
    memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    return {
        "secondes": secondes,
        "memoire": f"{memoire:.1f}" if moteur in EN_PROCESSUS else "its own",
        "ecart": ecart(attendu if attendu.exists() else tables / "duckdb.parquet", obtenu),
    }


def _tables(choix: argparse.Namespace, un_sur: str) -> Path:
    return choix.dossier / "moteurs" / f"une-personne-sur-{un_sur}"


ETAPES = {
    "peupler": _peupler,
    "proteger": _proteger,
    "planchers": _planchers,
    "exporter": _exporter,
    "moteur": _moteur,
}


if __name__ == "__main__":
    main()
