"""The master key and the sub-keys derived from it. Nothing here is ever logged, printed or written beside the data."""

import hmac
import logging
import os
import secrets
import stat
from pathlib import Path

LONGUEUR_MINIMALE = 32
VARIABLE = "PILOTAGE_CLE"
_journal = logging.getLogger("pilotage.identity")


class CleRefusee(Exception):
    """No usable key; the message says what to do."""


class Cles:
    """Sub-keys by use, so that none serves two purposes: each is an HMAC of a label under the master key.

    `pseudonyme` makes the ids of persons and links, `enregistrement` the record keys, `arrondi` the rounding draws.
    `identifiant` names the key without telling it: it goes into signatures, so that a change of key is noticed.
    """

    __slots__ = ("arrondi", "enregistrement", "identifiant", "pseudonyme")

    def __init__(self, maitresse: str) -> None:
        if len(maitresse) < LONGUEUR_MINIMALE:
            raise CleRefusee(
                f"The key has {len(maitresse)} characters: at least {LONGUEUR_MINIMALE} are needed. "
                f"Set {VARIABLE} to a longer secret, for example the output of `openssl rand -hex 32`."
            )
        self.pseudonyme = _sous_cle(maitresse, "pseudonyme")
        self.enregistrement = _sous_cle(maitresse, "enregistrement")
        self.arrondi = _sous_cle(maitresse, "arrondi")
        self.identifiant = _sous_cle(maitresse, "identifiant").hex()[:12]

    def __repr__(self) -> str:
        return f"Cles(identifiant={self.identifiant!r})"

    def __reduce__(self) -> str:
        raise TypeError("Keys are not written to disk with other objects: make them again from the environment.")

    @classmethod
    def depuis_environnement(cls, creer: bool = False) -> "Cles":
        """From PILOTAGE_CLE, else from the key file; `creer` makes the file when there is none (demonstrations)."""
        if valeur := os.environ.get(VARIABLE):
            return cls(valeur)
        chemin = chemin_de_la_cle()
        if not chemin.exists():
            if not creer:
                raise CleRefusee(
                    f"There is no key: set {VARIABLE} (at least {LONGUEUR_MINIMALE} characters), or put one in "
                    f"{chemin} with mode 0600. A demonstration (`pilotage run --personnes N`) makes its own."
                )
            _creer(chemin)
        return cls(_lire(chemin))


def chemin_de_la_cle() -> Path:
    """`$XDG_CONFIG_HOME/pilotage/cle`, by default under `~/.config`."""
    configuration = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(configuration) / "pilotage" / "cle"


def _sous_cle(maitresse: str, usage: str) -> bytes:
    return hmac.digest(maitresse.encode(), f"pilotage/{usage}/1".encode(), "sha256")


def _lire(chemin: Path) -> str:
    mode = stat.S_IMODE(chemin.stat().st_mode)
    if mode & 0o177:
        raise CleRefusee(f"{chemin} has mode {mode:04o}: others could read the key. Run `chmod 600 {chemin}`.")
    return chemin.read_text(encoding="utf-8").strip()


def _creer(chemin: Path) -> None:
    chemin.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(chemin, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as fichier:
        fichier.write(secrets.token_hex(32) + "\n")
    _journal.info("a key was made for this demonstration in %s (mode 0600): keep it to get the same ids again", chemin)
