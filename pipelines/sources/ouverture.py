"""Opening a received file safely: plain, gzip or Zstandard, never expanding more than a bounded amount.

What is refused here is refused for every source: an archive, a file that is not what its name says, an expansion that
only a trap would ask for. Sentences are in French: their readers are the senders.
"""

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import zstandard

from pipelines.sources import FichierRefuse

LIMITE_OCTETS = 8 * 2**30
RAPPORT_MAXIMAL = 200
OCTETS_SANS_RAPPORT = 16 * 2**20
OCTETS_PAR_LIGNE = 2**20
MORCEAU = 2**20

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_ARCHIVES = {
    b"PK\x03\x04": "une archive zip (ou un classeur)",
    b"PK\x05\x06": "une archive zip vide",
    b"7z\xbc\xaf\x27\x1c": "une archive 7z",
    b"Rar!": "une archive rar",
    b"BZh": "un fichier bzip2",
    b"\xfd7zXZ": "un fichier xz",
    b"%PDF": "un document PDF",
}
_ACCEPTES = "Porteurs acceptés : le fichier tel quel, compressé en gzip (.gz) ou en Zstandard (.zst)."


class _FluxBorne(io.RawIOBase):
    """Reads from `interieur`, and refuses to give more bytes than the file's size can honestly hold."""

    def __init__(self, interieur: BinaryIO, chemin: Path, plafond: int) -> None:
        self._interieur, self._chemin, self._plafond, self._lus = interieur, chemin, plafond, 0

    def readable(self) -> bool:
        return True

    def readinto(self, tampon: memoryview) -> int:
        try:
            morceau = self._interieur.read(len(tampon))
        except (EOFError, zlib.error, gzip.BadGzipFile, zstandard.ZstdError) as erreur:
            raise FichierRefuse(
                "compression_illisible",
                f"{self._chemin.name} : la compression est endommagée ou le fichier est tronqué "
                f"(après {self._lus} octets lus). Envoyez de nouveau le fichier entier.",
            ) from erreur
        self._lus += len(morceau)
        if self._lus > self._plafond:
            raise FichierRefuse(
                "expansion_excessive",
                f"{self._chemin.name} : le contenu décompressé dépasse {self._plafond} octets, plus que ce qu'un "
                "fichier de cette taille peut contenir. Découpez l'envoi en plusieurs fichiers.",
            )
        tampon[: len(morceau)] = morceau
        return len(morceau)

    def close(self) -> None:
        self._interieur.close()
        super().close()


def flux(chemin: Path, membre: str | None = None, limite_octets: int = LIMITE_OCTETS) -> BinaryIO:
    """Open `chemin` for reading its content as bytes, whatever its carrier; the caller closes it.

    At most `limite_octets` come out, and at most RAPPORT_MAXIMAL times the size on disk when compressed (small files
    may always expand to OCTETS_SANS_RAPPORT). The carrier is read from the first bytes, not from the name.
    """
    taille = chemin.stat().st_size
    fichier = chemin.open("rb")
    try:
        tete = fichier.read(8)
        fichier.seek(0)
        _refuser_archive(chemin, tete)
        if tete.startswith((_GZIP, _ZSTD)):
            plafond = min(limite_octets, max(OCTETS_SANS_RAPPORT, taille * RAPPORT_MAXIMAL))
            interieur = gzip.GzipFile(fileobj=fichier) if tete.startswith(_GZIP) else _Zstd(fichier)
        else:
            _refuser_nom_trompeur(chemin)
            plafond, interieur = limite_octets, fichier
    except FichierRefuse:
        fichier.close()
        raise
    return io.BufferedReader(_FluxBorne(interieur, chemin, plafond), MORCEAU)


class _Zstd:
    """Reads Zstandard frames in small bites, so that no bite expands beyond measure, and notices a missing end.

    (The library's own stream reader ends quietly on a truncated file.)
    """

    BOUCHEE = 2048  # a bite expands to 64 MB at the very most

    def __init__(self, fichier: BinaryIO) -> None:
        self._fichier, self._reste, self._entame = fichier, b"", False
        self._nouvelle_trame()

    def _nouvelle_trame(self) -> None:
        self._trame = zstandard.ZstdDecompressor(max_window_size=2**27).decompressobj()

    def read(self, taille: int) -> bytes:
        while not self._reste:
            bouchee = self._trame.unused_data if self._trame.eof else b""
            bouchee = bouchee or self._fichier.read(self.BOUCHEE)
            if not bouchee:
                if self._entame and not self._trame.eof:
                    raise EOFError("the last frame has no end")
                return b""
            if self._trame.eof:
                self._nouvelle_trame()
            self._entame = True
            self._reste = self._trame.decompress(bouchee)
        morceau, self._reste = self._reste[:taille], self._reste[taille:]
        return morceau

    def close(self) -> None:
        self._fichier.close()


def _refuser_archive(chemin: Path, tete: bytes) -> None:
    for debut, quoi in _ARCHIVES.items():
        if tete.startswith(debut):
            raise FichierRefuse("porteur_refuse", f"{chemin.name} est {quoi}. {_ACCEPTES}")


def _refuser_nom_trompeur(chemin: Path) -> None:
    if chemin.suffix in {".gz", ".zst"}:
        raise FichierRefuse(
            "porteur_refuse",
            f"{chemin.name} : le nom annonce un fichier compressé, le contenu ne l'est pas. {_ACCEPTES}",
        )


def lire(chemin: Path, membre: str | None = None, limite_octets: int = LIMITE_OCTETS) -> bytes:
    """The whole content, for formats read at once; refuses an empty file, binary content and an endless line."""
    with flux(chemin, membre, limite_octets) as ouvert:
        return b"".join(_morceaux_verifies(ouvert, chemin))


def _morceaux_verifies(ouvert: BinaryIO, chemin: Path) -> Iterator[bytes]:
    """Pieces of the content, stopping at the first sign that it is not text in lines of a reasonable length."""
    sans_fin_de_ligne = 0
    vide = True
    while morceau := ouvert.read(MORCEAU):
        vide = False
        if b"\0" in morceau:
            raise FichierRefuse(
                "contenu_binaire",
                f"{chemin.name} contient des octets nuls : ce n'est pas un fichier texte. Exportez-le de nouveau.",
            )
        dernier = morceau.rfind(b"\n")
        premier = morceau.find(b"\n")
        if sans_fin_de_ligne + (len(morceau) if premier < 0 else premier) > OCTETS_PAR_LIGNE:
            raise FichierRefuse(
                "ligne_trop_longue",
                f"{chemin.name} : une ligne dépasse {OCTETS_PAR_LIGNE} octets. Vérifiez les fins de ligne du fichier.",
            )
        sans_fin_de_ligne = sans_fin_de_ligne + len(morceau) if dernier < 0 else len(morceau) - dernier - 1
        yield morceau
    if vide:
        raise FichierRefuse("fichier_vide", f"{chemin.name} est vide. Envoyez de nouveau le fichier.")
