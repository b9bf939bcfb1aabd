"""The releases of a house: their names, which is newest, how one is put in place."""

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_NOM = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:\.([2-9]|[1-9]\d+))?$")
EN_COURS = ".encours-"


@dataclass(frozen=True, order=True)
class Millesime:
    """`2026-06-30`, then `2026-06-30.2` for a second publication of the same day of observation."""

    jour: date
    rang: int = 1

    @property
    def nom(self) -> str:
        return str(self.jour) if self.rang == 1 else f"{self.jour}.{self.rang}"

    @property
    def suivant(self) -> "Millesime":
        return Millesime(self.jour, self.rang + 1)


def lire_nom(nom: str) -> Millesime | None:
    """The millésime of that name; None when it is not one (a build in progress, a stranger)."""
    if not (trouve := _NOM.match(nom)):
        return None
    return Millesime(date.fromisoformat(trouve[1]), int(trouve[2] or 1))


def lister(public: Path) -> list[Millesime]:
    """Every release in place, oldest first."""
    dossier = public / "millesimes"
    if not dossier.is_dir():
        return []
    return sorted(m for enfant in dossier.iterdir() if enfant.is_dir() and (m := lire_nom(enfant.name)))


def pointer_le_plus_recent(public: Path) -> None:
    """`latest` names the release of the latest observation; replaced by rename, so a reader never finds it missing."""
    cible = Path("millesimes") / lister(public)[-1].nom
    lien, provisoire = public / "latest", public / ".latest"
    if lien.is_symlink() and lien.readlink() == cible:
        return
    provisoire.unlink(missing_ok=True)
    provisoire.symlink_to(cible)
    os.replace(provisoire, lien)
