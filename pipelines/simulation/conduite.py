"""The run of a simulation: refuse a dépôt that is not ours, make the world block by block, post its files by month.

`depot/.simulation.json` is written last, with the parameters and the list of files; while a simulation runs,
`depot/.simulation/` holds the rough drafts and the journal of the files written so far. An interrupted simulation is
swept away by the next one; a file that neither list names makes it refuse.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from pipelines.roots import Roots
from pipelines.simulation import monde
from pipelines.simulation.fichiers import Bureau, tous
from pipelines.simulation.fichiers.brouillon import Brouillon
from pipelines.simulation.fichiers.facteur import Facteur
from pipelines.simulation.monde import Parametres
from pipelines.simulation.plan import Plan
from pipelines.simulation.verites import Verites

VERSION = 7
_MARQUE, _JOURNAL = ".simulation", "fichiers.jsonl"
# Measured on one core: bytes and seconds of a person-month, seconds of the empty files of a month
_OCTETS_PAR_PERSONNE_MOIS, _SECONDES_PAR_PERSONNE_MOIS, _SECONDES_PAR_MOIS = 320, 2.7e-5, 0.6

Progres = Callable[[str], None]


class SimulationRefusee(Exception):
    """The dépôt holds something that the simulator did not write."""


@dataclass(frozen=True)
class Estimation:
    """What a simulation would cost: bytes on disk, seconds on one core."""

    octets: int
    secondes: float


def estimer(personnes: int, mois: int) -> Estimation:
    """Size and time of a simulation, from measures."""
    volume = personnes * mois
    return Estimation(
        volume * _OCTETS_PAR_PERSONNE_MOIS, volume * _SECONDES_PAR_PERSONNE_MOIS + mois * _SECONDES_PAR_MOIS
    )


def simuler(  # noqa: PLR0913, PLR0917 - the words of the command line
    roots: Roots,
    personnes: int,
    mois: int,
    dernier: date,
    graine: int,
    progres: Progres | None = None,
) -> None:
    """Write the synthetic France of these parameters in the dépôt, and its truths in `interne/verites/`.

    Done already with the same parameters: nothing is written. Another simulation is replaced. Raises
    `SimulationRefusee` when the dépôt holds anything else.
    """
    parametres, dire = Parametres(personnes, mois, dernier, graine), progres or (lambda _phrase: None)
    debut = time.perf_counter()
    if not _preparer(roots, parametres, dire):
        return
    atelier = roots.depot / _MARQUE
    bureau = Bureau(parametres, Plan(parametres), Brouillon(atelier), Facteur(roots.depot, atelier / _JOURNAL))
    _peupler(roots, bureau, dire)
    _poster(bureau, dire)
    _ecrire(roots.verites / "defauts.json", bureau.facteur.defauts)
    fichiers = sorted(bureau.facteur.deposes, key=lambda f: (f["source"], f["date_reception"], f["nom"]))
    _ecrire(roots.simulation, {**_decrire(parametres), "fichiers": fichiers})
    shutil.rmtree(atelier)
    octets = sum(fichier["octets"] for fichier in fichiers)
    dire(f"Simulated: {len(fichiers):,} files, {octets / 1e6:,.0f} MB, in {time.perf_counter() - debut:.0f} s.")


def _peupler(roots: Roots, bureau: Bureau, dire: Progres) -> None:
    """Make each block of the world once: its truths are added up, its rows set aside for the files."""
    nombre, ecrivains = monde.nombre_de_blocs(bureau.parametres), tous()
    verites = Verites(bureau.parametres)
    for rang in range(nombre):
        bloc = monde.bloc(bureau.parametres, rang)
        verites.ajouter(bloc)
        for ecrivain in ecrivains:
            ecrivain.poser(bureau, rang, bloc)
        dire(f"Simulating: block {rang + 1} of {nombre}.")
    verites.ecrire(roots.verites)


def _poster(bureau: Bureau, dire: Progres) -> None:
    for mois in bureau.parametres.liste_mois:
        for ecrivain in tous():
            ecrivain.envoyer(bureau, mois)
        dire(f"Simulating: files of {mois:%Y-%m} written.")


def _preparer(roots: Roots, parametres: Parametres, dire: Progres) -> bool:
    """False when there is nothing to do; otherwise an empty dépôt with its mark, or a refusal."""
    atelier, memoire = roots.depot / _MARQUE, roots.simulation
    connue = json.loads(memoire.read_text(encoding="utf-8")) if memoire.exists() else {"fichiers": []}
    notres = {_chemin(fiche) for fiche in [*connue["fichiers"], *_journal(atelier)]}
    presents = set(_presents(roots))
    if etrangers := sorted(presents - notres):
        raise SimulationRefusee(
            f"{roots.depot} holds {len(etrangers)} file(s) that the simulator did not write (depot/{etrangers[0]}, for "
            "example): nothing was simulated. Run without --personnes to use them, or set PILOTAGE_HOME to another "
            "folder for a demonstration."
        )
    complete = presents == {_chemin(fiche) for fiche in connue["fichiers"]}
    if memoire.exists() and complete and _decrire(parametres) == {c: v for c, v in connue.items() if c != "fichiers"}:
        shutil.rmtree(atelier, ignore_errors=True)
        dire("This simulation is already in the dépôt: nothing to do.")
        return False
    _vider(roots, notres & presents)
    return True


def _vider(roots: Roots, anciens: set[str]) -> None:
    """Remove a former or interrupted simulation. The journal names its files until they are gone."""
    atelier = roots.depot / _MARQUE
    atelier.mkdir(parents=True, exist_ok=True)
    fiches = (
        dict(zip(("source", "date_reception", "nom"), chemin.split("/"), strict=True)) for chemin in sorted(anciens)
    )
    (atelier / _JOURNAL).write_text("".join(json.dumps(fiche, ensure_ascii=False) + "\n" for fiche in fiches))
    roots.simulation.unlink(missing_ok=True)
    for chemin in anciens:
        (roots.depot / chemin).unlink()
    for dossier in sorted(roots.depot.glob("*/*/"), reverse=True):
        if not dossier.is_relative_to(atelier) and not any(dossier.iterdir()):
            dossier.rmdir()
    shutil.rmtree(atelier)
    atelier.mkdir()
    roots.verites.mkdir(parents=True, exist_ok=True)


def _presents(roots: Roots) -> Iterator[str]:
    """Everything in the dépôt that is not a folder on the way to a received file, hidden entries included."""
    for chemin in roots.depot.rglob("*"):
        relatif = chemin.relative_to(roots.depot)
        if chemin != roots.simulation and relatif.parts[0] != _MARQUE and (chemin.is_symlink() or not chemin.is_dir()):
            yield relatif.as_posix()


def _journal(atelier: Path) -> list[dict]:
    journal = atelier / _JOURNAL
    lignes = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    return [json.loads(ligne) for ligne in lignes if ligne.endswith("}")]


def _chemin(fiche: dict) -> str:
    return f"{fiche['source']}/{fiche['date_reception']}/{fiche['nom']}"


def _decrire(parametres: Parametres) -> dict:
    return {"version": VERSION, **{nom: str(v) if isinstance(v, date) else v for nom, v in asdict(parametres).items()}}


def _ecrire(chemin: Path, contenu: object) -> None:
    """Write aside, then rename: a file that is there is whole."""
    provisoire = chemin.with_suffix(".tmp")
    provisoire.write_text(json.dumps(contenu, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    provisoire.replace(chemin)
