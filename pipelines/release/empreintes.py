"""SHA256SUMS: the hash of every other file of a release, in the form `sha256sum --check` reads."""

import hashlib
from pathlib import Path

SOMMES = "SHA256SUMS"


def sommes(dossier: Path, sauf: str = "") -> str:
    """The text of SHA256SUMS for what `dossier` holds now, but for the file named `sauf`."""
    fichiers = sorted(f for f in dossier.iterdir() if f.name not in (SOMMES, sauf))
    return "".join(f"{sha256(fichier)}  {fichier.name}\n" for fichier in fichiers)


def defauts(dossier: Path) -> list[str]:
    """One sentence per file that is missing, in excess or changed."""
    if not (dossier / SOMMES).exists():
        return [f"{SOMMES} is missing: this folder is not a whole release."]
    dites = _lire((dossier / SOMMES).read_text(encoding="utf-8"))
    vues = _lire(sommes(dossier))
    return [
        *(f"{nom} is missing." for nom in sorted(dites.keys() - vues.keys())),
        *(f"{nom} is not in {SOMMES}: it was added afterwards." for nom in sorted(vues.keys() - dites.keys())),
        *(
            f"{nom} is not the published file: its SHA-256 has changed."
            for nom in sorted(dites.keys() & vues.keys())
            if dites[nom] != vues[nom]
        ),
    ]


def sha256(fichier: Path) -> str:
    """The hash of one file."""
    with fichier.open("rb") as ouvert:
        return hashlib.file_digest(ouvert, "sha256").hexdigest()


def _lire(texte: str) -> dict[str, str]:
    couples = (ligne.split("  ", 1) for ligne in texte.splitlines() if "  " in ligne)
    return {nom: somme for somme, nom in couples}
