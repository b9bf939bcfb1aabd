"""Opening a received file safely: plain, gzip, Zstandard or member of a zip, never expanding beyond a bounded amount.

What is refused here is refused for every source: a carrier nobody agreed on, a file that is not what its name says, an
expansion that only a trap would ask for. Sentences are in French: their readers are the senders.
"""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import zstandard

from pipelines.contracts.modele import PORTEURS
from pipelines.sources import FichierRefuse, archive
from pipelines.sources.bornes import LIMITE_OCTETS, MORCEAU, plafond_d_expansion

OCTETS_PAR_LIGNE = 2**20

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_ARCHIVES = {
    **dict.fromkeys(archive.DEBUTS, "une archive zip : ses membres se lisent un par un, elle ne se lit pas elle-même"),
    b"7z\xbc\xaf\x27\x1c": "une archive 7z",
    b"Rar!": "une archive rar",
    b"BZh": "un fichier bzip2",
    b"\xfd7zXZ": "un fichier xz",
    b"%PDF": "un document PDF",
}
_ACCEPTES = "Porteurs acceptés : le fichier tel quel, compressé en gzip (.gz) ou en Zstandard (.zst), ou dans un zip."


class _FluxBorne(io.RawIOBase):
    """Reads from `interieur`, and refuses to give more bytes than the file's size can honestly hold."""

    def __init__(self, interieur: BinaryIO, nom: str, plafond: int) -> None:
        self._interieur, self._nom, self._plafond, self._lus = interieur, nom, plafond, 0

    def readable(self) -> bool:
        return True

    def readinto(self, tampon: memoryview) -> int:
        try:
            morceau = self._interieur.read(len(tampon))
        except (*archive.ERREURS, gzip.BadGzipFile, zstandard.ZstdError) as erreur:
            raise FichierRefuse(
                "compression_illisible",
                f"{self._nom} : la compression est endommagée ou le fichier est tronqué "
                f"(après {self._lus} octets lus). Envoyez de nouveau le fichier entier.",
            ) from erreur
        self._lus += len(morceau)
        if self._lus > self._plafond:
            raise FichierRefuse(
                "expansion_excessive",
                f"{self._nom} : le contenu dépasse {self._plafond} octets, la limite pour un fichier de cette "
                "taille et de ce format. Découpez l'envoi en plusieurs fichiers.",
            )
        tampon[: len(morceau)] = morceau
        return len(morceau)

    def close(self) -> None:
        self._interieur.close()
        super().close()


def flux(chemin: Path, membre: str | None = None, limite_octets: int = LIMITE_OCTETS) -> BinaryIO:
    """Open `chemin` (or its member `membre`, when it is a zip) for reading its content as bytes; the caller closes it.

    At most `limite_octets` come out, and no more than the size on disk can honestly hold when compressed. The carrier
    is read from the first bytes, not from the name.
    """
    nom, taille = (f"{chemin.name}/{membre}" if membre else chemin.name), chemin.stat().st_size
    compresse = min(limite_octets, plafond_d_expansion(taille))
    if membre:
        tel_quel = io.BufferedReader(_FluxBorne(archive.ouvrir(chemin, membre), nom, compresse), MORCEAU)
    else:
        tel_quel = chemin.open("rb", buffering=MORCEAU)
    try:
        tete = tel_quel.peek(8)[:8]
        _refuser_archive(nom, tete)
        if tete.startswith(_GZIP):
            return io.BufferedReader(_FluxBorne(gzip.GzipFile(fileobj=tel_quel), nom, compresse), MORCEAU)
        if tete.startswith(_ZSTD):
            return io.BufferedReader(_FluxBorne(_Zstd(tel_quel), nom, compresse), MORCEAU)
        _refuser_nom_trompeur(nom)
    except BaseException:
        tel_quel.close()
        raise
    return tel_quel if membre else io.BufferedReader(_FluxBorne(tel_quel, nom, limite_octets), MORCEAU)


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


def _refuser_archive(nom: str, tete: bytes) -> None:
    for debut, quoi in _ARCHIVES.items():
        if tete.startswith(debut):
            raise FichierRefuse("porteur_refuse", f"{nom} est {quoi}. {_ACCEPTES}")


def _refuser_nom_trompeur(nom: str) -> None:
    if nom.endswith(PORTEURS):
        raise FichierRefuse(
            "porteur_refuse",
            f"{nom} : le nom annonce un fichier compressé, le contenu ne l'est pas. {_ACCEPTES}",
        )


def lire(chemin: Path, membre: str | None = None, limite_octets: int = LIMITE_OCTETS) -> bytes:
    """The whole content of a text in lines; refuses an empty file, binary content and an endless line."""
    nom = Path(membre or chemin).name
    with flux(chemin, membre, limite_octets) as ouvert:
        return b"".join(_morceaux_verifies(ouvert, nom))


def tranches(chemin: Path, membre: str | None, octets: int) -> Iterator[bytes]:
    """The same content, whole lines at a time: each slice holds `octets` bytes, or up to a line and a bite more."""
    nom, reste, taille = Path(membre or chemin).name, [], 0
    with flux(chemin, membre) as ouvert:
        for morceau in _morceaux_verifies(ouvert, nom):
            reste.append(morceau)
            taille += len(morceau)
            coupe = morceau.rfind(b"\n") + 1
            if taille >= octets and coupe:
                reste[-1] = morceau[:coupe]
                yield b"".join(reste)
                reste, taille = [morceau[coupe:]], len(morceau) - coupe
    if derniere := b"".join(reste):
        yield derniere


def lire_entier(chemin: Path, membre: str | None = None, limite_octets: int = LIMITE_OCTETS) -> bytes:
    """The whole content of a file that is not in lines; refuses an empty one."""
    with flux(chemin, membre, limite_octets) as ouvert:
        octets = ouvert.read()
    if not octets:
        raise _vide(Path(membre or chemin).name)
    return octets


def _vide(nom: str) -> FichierRefuse:
    return FichierRefuse("fichier_vide", f"{nom} est vide. Envoyez de nouveau le fichier.")


def _morceaux_verifies(ouvert: BinaryIO, nom: str) -> Iterator[bytes]:
    """Pieces of the content, stopping at the first sign that it is not text in lines of a reasonable length."""
    sans_fin_de_ligne = 0
    vide = True
    while morceau := ouvert.read(MORCEAU):
        vide = False
        if b"\0" in morceau:
            raise FichierRefuse(
                "contenu_binaire",
                f"{nom} contient des octets nuls : ce n'est pas un fichier texte. Exportez-le de nouveau.",
            )
        dernier = morceau.rfind(b"\n")
        premier = morceau.find(b"\n")
        if sans_fin_de_ligne + (len(morceau) if premier < 0 else premier) > OCTETS_PAR_LIGNE:
            raise FichierRefuse(
                "ligne_trop_longue",
                f"{nom} : une ligne dépasse {OCTETS_PAR_LIGNE} octets. Vérifiez les fins de ligne du fichier.",
            )
        sans_fin_de_ligne = sans_fin_de_ligne + len(morceau) if dernier < 0 else len(morceau) - dernier - 1
        yield morceau
    if vide:
        raise _vide(nom)
