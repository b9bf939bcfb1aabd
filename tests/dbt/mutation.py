"""Mutation testing of the SQL: `make mutants` tries every mutant on the dbt unit tests and writes docs/mutants.md.

A dbt unit test gives its model every input: mutants of different models never meet. A round is thus one dbt run that
tries one mutant of each model, on a copy of the project and a house where nothing was received. A macro is of many
models: its mutants are tried alone.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from pipelines import catalogue, territories
from pipelines.landing import ecrire_livraisons
from pipelines.roots import Roots
from tests.dbt.mutants import MUTANTS, Mutant

RACINE = Path(__file__).parents[2]
RAPPORT = RACINE / "docs" / "mutants.md"
DEBUT, FIN = "<!-- mutants: written by `make mutants` -->", "<!-- end of mutants -->"
SEUIL = 0.95


def maison_vide(home: Path) -> Path:
    """A house where nothing was received: the empty tables and the context, all that dbt needs to read."""
    roots = Roots(home).create()
    ecrire_livraisons(roots)
    territories.ecrire_contexte(territories.charger(), roots.contexte)
    catalogue.ecrire_contexte(catalogue.charger(), roots.contexte)
    pl.DataFrame({"date_observation": [date(2026, 7, 25)]}).write_parquet(roots.contexte / "observation.parquet")
    return roots.home


def copier_projet(dossier: Path) -> Path:
    """A copy of the dbt project, so that no mutant is ever in the checkout."""
    sans = shutil.ignore_patterns("target", "logs", ".user.yml")
    return shutil.copytree(RACINE / "dbt_project", dossier / "dbt_project", ignore=sans)


def dbt(maison: Path, projet: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt on a project for a house."""
    return subprocess.run(
        [
            str(Path(sys.executable).parent / "dbt"),
            "--quiet",
            *arguments,
            "--project-dir",
            str(projet),
            "--profiles-dir",
            str(projet),
        ],
        env={**os.environ, "PILOTAGE_HOME": str(maison), "DBT_LOG_PATH": str(maison), "DO_NOT_TRACK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def tours(mutants: Sequence[Mutant]) -> Iterator[list[Mutant]]:
    """The mutants in rounds: the first of each model, then the second…; then those of macros, one by one."""
    restants: dict[str, list[Mutant]] = {}
    for mutant in (mutant for mutant in mutants if not mutant.macro):
        restants.setdefault(mutant.modele, []).append(mutant)
    while restants:
        yield [siens.pop(0) for siens in restants.values()]
        restants = {modele: siens for modele, siens in restants.items() if siens}
    yield from ([mutant] for mutant in mutants if mutant.macro)


def essayer(maison: Path, projet: Path, mutants: Sequence[Mutant]) -> dict[Mutant, list[str]]:
    """The unit tests that kill each mutant, of different models; none for a survivor. The project is left as it was.

    Raises ValueError if a mutant is none: its right text is not in the model.
    """
    justes = {mutant: (projet / mutant.fichier).read_text(encoding="utf-8") for mutant in mutants}
    for mutant, texte in justes.items():
        if mutant.juste not in texte:
            raise ValueError(f"{mutant.fichier}: « {mutant.juste} » is not there any more: mend the list of mutants")
    try:
        for mutant, texte in justes.items():
            faux = texte.replace(mutant.juste, mutant.faux)
            (projet / mutant.fichier).write_text(faux, encoding="utf-8")
        noms = " ".join(f"{mutant.nom},test_type:unit" for mutant in mutants)
        fait = dbt(maison, projet, "test", "--select", *noms.split())
    finally:
        for mutant, texte in justes.items():
            (projet / mutant.fichier).write_text(texte, encoding="utf-8")
    resultats = projet / "target" / "run_results.json"
    lus = json.loads(resultats.read_text(encoding="utf-8"))["results"] if resultats.exists() else []
    resultats.unlink(missing_ok=True)
    if not lus:
        raise RuntimeError(f"dbt ran no unit test with these mutants\n{fait.stdout[-3000:]}")
    tues: dict[Mutant, list[str]] = {mutant: [] for mutant in mutants}
    for mutant in mutants:
        for resultat in lus:
            _, _, modele, test = resultat["unique_id"].split(".")
            if modele == mutant.nom and resultat["status"] != "pass":
                tues[mutant].append(f"{test} (error)" if resultat["status"] == "error" else test)
    return tues


def ecrire_rapport(tues: dict[Mutant, list[str]]) -> None:
    """Write the figures between the marks of docs/mutants.md."""
    texte = RAPPORT.read_text(encoding="utf-8")
    avant, _, reste = texte.partition(DEBUT)
    _, _, apres = reste.partition(FIN)
    vivants = sum(not tests for tests in tues.values())
    lignes = [
        DEBUT,
        "",
        f"{len(tues)} mutants, {len(tues) - vivants} killed, {vivants} alive.",
        "",
        "| model | right | wrong | the slip | killed by |",
        "|---|---|---|---|---|",
        *(
            f"| {_ou(m)} | {_code(m.juste)} | {_code(m.faux)} | {m.faute} | {', '.join(tests) or '**alive**'} |"
            for m, tests in tues.items()
        ),
        "",
        FIN,
    ]
    RAPPORT.write_text(avant + "\n".join(lignes) + apres, encoding="utf-8")


def _ou(mutant: Mutant) -> str:
    return f"`{mutant.modele}`" + (f", by `{mutant.fichier}`" if mutant.macro else "")


def _code(texte: str) -> str:
    return "`" + texte.replace("|", "\\|") + "`" if texte else "nothing"


def main() -> int:
    """Try them all; 1 if fewer than SEUIL are killed."""
    tues: dict[Mutant, list[str]] = {}
    with tempfile.TemporaryDirectory() as brouillon:
        dossier = Path(brouillon)
        maison, projet = maison_vide(dossier / "maison"), copier_projet(dossier)
        # a unit test reads the columns of its inputs in the warehouse
        for commande in (("build", "--exclude-resource-type", "unit_test"), ("test", "--select", "test_type:unit")):
            juste = dbt(maison, projet, *commande)
            if juste.returncode:
                raise RuntimeError(f"the right SQL fails: nothing can be said of a wrong one\n{juste.stdout[-3000:]}")
        for tour in tours(MUTANTS):
            tues |= essayer(maison, projet, tour)
    tues = {mutant: tues[mutant] for mutant in MUTANTS}
    ecrire_rapport(tues)
    vivants = [mutant for mutant, tests in tues.items() if not tests]
    for mutant in vivants:
        print(f"alive: {mutant.modele}: {mutant.faute} ({mutant.juste} → {mutant.faux})")
    print(f"{len(tues) - len(vivants)} of {len(tues)} mutants killed; see docs/mutants.md")
    return int(len(vivants) > (1 - SEUIL) * len(tues))


if __name__ == "__main__":
    sys.exit(main())
