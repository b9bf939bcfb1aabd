"""Contracts keep their promises: each is compared with its last published version, kept in versions.json.

`python -m pipelines.contracts.versions` says what changed and what version it needs; `--publier` records the present
contracts as published, once their versions say enough.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipelines.contracts.compatibilite import (
    CORRECTIF,
    MAJEURE,
    MINEURE,
    NIVEAUX,
    Changement,
    Structure,
    changements,
    structure,
)
from pipelines.contracts.modele import DOSSIER, Contrat, charger

FICHIER = DOSSIER / "versions.json"
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")


@dataclass(frozen=True)
class Publiee:
    """A published version: its number, what depended on it, and the hash of all it said."""

    version: str
    structure: Structure
    texte: str


def publiee(contrat: Contrat) -> Publiee:
    """The contract as it would be published."""
    # through JSON, so that what is compared is what a file gives back
    return Publiee(contrat.version, json.loads(json.dumps(structure(contrat))), _texte(contrat))


def _texte(contrat: Contrat) -> str:
    """Hash of everything the contract says but its version: layout and comments of the YAML are not words."""
    dit = contrat.odcs.model_dump(mode="json", exclude={"version"}, exclude_none=True)
    return hashlib.sha256(json.dumps(dit, sort_keys=True).encode()).hexdigest()[:16]


def ecarts(ancienne: Publiee, contrat: Contrat) -> list[Changement]:
    """What changed since `ancienne`; words alone are one change."""
    nouvelle = publiee(contrat)
    trouves = changements(ancienne.structure, nouvelle.structure)
    if not trouves and ancienne.texte != nouvelle.texte:
        return [Changement(CORRECTIF, contrat.source, "words changed.")]
    return sorted(trouves, key=lambda changement: (-NIVEAUX.index(changement.niveau), changement.ou))


def version_requise(version: str, trouves: Iterable[Changement]) -> str:
    """The least version that says as much as the changes since `version`."""
    majeure, mineure, correctif = _nombres(version)
    niveaux = {changement.niveau for changement in trouves}
    if MAJEURE in niveaux:
        return f"{majeure + 1}.0.0"
    if MINEURE in niveaux:
        return f"{majeure}.{mineure + 1}.0"
    return f"{majeure}.{mineure}.{correctif + 1}" if niveaux else version


def _nombres(version: str) -> tuple[int, ...]:
    if not (lu := _VERSION.fullmatch(version)):
        raise ValueError(f"« {version} » is not a version: three numbers are expected, as in 1.2.0.")
    return tuple(map(int, lu.groups()))


def insuffisantes(contrats: dict[str, Contrat], publiees: dict[str, Publiee]) -> list[str]:
    """One sentence per contract that changed more than its version says."""
    phrases = []
    for source in sorted(publiees.keys() & contrats.keys()):
        version, ancienne = contrats[source].version, publiees[source]
        trouves = ecarts(ancienne, contrats[source])
        requise = version_requise(ancienne.version, trouves)
        if _nombres(version) < _nombres(requise):
            phrases.append(
                f"{source}.odcs.yaml says version {version}; what changed since {ancienne.version} was published "
                f"needs version {requise}:" + "".join(f"\n  - {changement}" for changement in trouves)
            )
    return phrases


def disparus(contrats: dict[str, Contrat], publiees: dict[str, Publiee]) -> list[str]:
    """One sentence per contract that was published and is gone."""
    return [
        f"{source}.odcs.yaml: version {publiees[source].version} was published and the contract is gone: its senders "
        "would be refused. Bring it back, or record its end with --publier."
        for source in sorted(publiees.keys() - contrats.keys())
    ]


def lire(chemin: Path = FICHIER) -> dict[str, Publiee]:
    """The published versions, by source."""
    return {source: Publiee(**lue) for source, lue in json.loads(chemin.read_text(encoding="utf-8")).items()}


def ecrire(publiees: dict[str, Publiee], chemin: Path = FICHIER) -> None:
    en_clair = {source: vars(publiees[source]) for source in sorted(publiees)}
    texte = json.dumps(en_clair, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    provisoire = chemin.with_suffix(".tmp")
    provisoire.write_text(texte, encoding="utf-8")
    provisoire.replace(chemin)


def tous(dossier: Path = DOSSIER) -> dict[str, Contrat]:
    """Every contract of a folder, by source."""
    noms = sorted(chemin.name.removesuffix(".odcs.yaml") for chemin in dossier.glob("*.odcs.yaml"))
    return {nom: charger(nom, dossier) for nom in noms}


def main(arguments: list[str]) -> int:
    contrats, publiees = tous(), lire()
    publier = "--publier" in arguments
    phrases = insuffisantes(contrats, publiees)
    if not publier:
        phrases += disparus(contrats, publiees)
    if phrases:
        print("\n".join(phrases))
        return 1
    if publier:
        ecrire({source: publiee(contrat) for source, contrat in contrats.items()})
        print(f"{len(contrats)} contracts are published in {FICHIER.name}.")
        return 0
    nouveaux = sorted(contrats.keys() - publiees.keys())
    print(f"Every version says what changed. Not published yet: {', '.join(nouveaux) or 'none'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
