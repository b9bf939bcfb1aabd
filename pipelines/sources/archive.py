"""Zip archives: what they hold, each member a file of its own. Nothing is ever extracted to disk.

An archive is refused whole when it cannot be told what it holds (broken, two members of one name), or when only a trap
would be made so (too many members, a path that leaves the folder, a link); a single bad member is refused alone, when
it is read.
"""

import io
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from pipelines.sources import FichierRefuse

ERREURS = (zipfile.BadZipFile, zlib.error, EOFError)
"""What reading a damaged member may raise."""

DEBUTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
MEMBRES_MAXIMUM = 1000
LONGUEUR_DE_NOM = 200
_CLASSEUR = "[Content_Types].xml"
_CHIFFRE = 0x1
_REPERTOIRE_MAXIMUM = MEMBRES_MAXIMUM * 1000
_FIN, _FIN_64, _RENVOI_64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q"), struct.Struct("<4sLQL")
_METHODES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DE_SERVICE = "__MACOSX"


def est_un_zip(tete: bytes) -> bool:
    """Whether the first bytes of a file are those of a zip (its name may say otherwise)."""
    return tete.startswith(DEBUTS)


def membres(chemin: Path) -> list[str]:
    """Names of the files `chemin` holds, in order of names; folders and what systems hide there are passed over."""
    with _ouvrir(chemin) as archive:
        entrees = archive.infolist()
    if len(entrees) > MEMBRES_MAXIMUM:
        raise _trop_fournie(chemin)
    if any(entree.filename == _CLASSEUR for entree in entrees):
        raise _refus(chemin, "porteur_refuse", "c'est un classeur, pas une archive. Exportez-le en CSV.")
    gardees = [entree for entree in entrees if not (entree.is_dir() or _cachee(entree.filename))]
    noms = sorted(entree.filename for entree in gardees)
    if not noms:
        raise _refus(chemin, "archive_vide", "l'archive ne contient aucun fichier. Envoyez-la de nouveau.")
    if any(_dangereux(entree) for entree in gardees):
        raise _refus(
            chemin,
            "nom_de_membre",
            "un membre est un lien, ou son nom sort du dossier, est trop long ou contient des caractères de contrôle. "
            "Refaites l'archive à partir des seuls fichiers.",
        )
    if len(set(noms)) != len(noms):
        raise _refus(chemin, "membre_repete", "deux membres portent le même nom. Refaites l'archive.")
    return noms


def ouvrir(chemin: Path, membre: str) -> BinaryIO:
    """The content of a member; what reads it must bound it and expect ERREURS."""
    archive = _ouvrir(chemin)
    try:
        entree = archive.getinfo(membre)
        if entree.flag_bits & _CHIFFRE:
            raise _refus(chemin, "membre_chiffre", f"« {membre} » est protégé par un mot de passe. Envoyez-le sans.")
        if entree.compress_type not in _METHODES:
            raise _refus(
                chemin, "porteur_refuse", f"« {membre} » n'est pas compressé en « deflate ». Refaites l'archive."
            )
        return _Membre(archive, archive.open(entree))
    except (KeyError, zipfile.BadZipFile, NotImplementedError, OSError, UnicodeError) as erreur:
        archive.close()
        raise _rompue(chemin) from erreur
    except FichierRefuse:
        archive.close()
        raise


class _Membre(io.RawIOBase):
    """A member that closes its archive with itself."""

    def __init__(self, archive: zipfile.ZipFile, interieur: BinaryIO) -> None:
        self._archive, self._interieur = archive, interieur

    def read(self, taille: int = -1) -> bytes:
        return self._interieur.read(taille)

    def close(self) -> None:
        self._interieur.close()
        self._archive.close()
        super().close()


def _ouvrir(chemin: Path) -> zipfile.ZipFile:
    if _taille_du_repertoire(chemin) > _REPERTOIRE_MAXIMUM:
        raise _trop_fournie(chemin)
    try:
        return zipfile.ZipFile(chemin)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, UnicodeError) as erreur:
        raise _rompue(chemin) from erreur


def _taille_du_repertoire(chemin: Path) -> int:
    """Bytes of the list of members, as the end of the archive tells: the library reads it at once, whatever it is."""
    avant = _FIN_64.size + _RENVOI_64.size
    with chemin.open("rb") as fichier:
        longueur = fichier.seek(0, io.SEEK_END)
        fichier.seek(max(0, longueur - 2**16 - _FIN.size - avant))
        fin = fichier.read()
    sans_commentaire = len(fin) - _FIN.size
    place = sans_commentaire if fin[sans_commentaire:].startswith(b"PK\x05\x06") else fin.rfind(b"PK\x05\x06")
    if place < 0 or place + _FIN.size > len(fin):
        return 0
    if place >= avant and fin[place - _RENVOI_64.size :].startswith(b"PK\x06\x07"):
        return _FIN_64.unpack_from(fin, place - avant)[8]
    return _FIN.unpack_from(fin, place)[5]


def _cachee(nom: str) -> bool:
    parties = _parties(nom)
    return parties[0] == _DE_SERVICE or (parties[-1].startswith(".") and parties[-1] != "..")


def _dangereux(entree: zipfile.ZipInfo) -> bool:
    nom, parties = entree.filename, _parties(entree.filename)
    lien = stat.S_ISLNK(entree.external_attr >> 16)
    hors_du_dossier = nom.startswith(("/", "\\")) or ".." in parties or ":" in parties[0]
    return lien or hors_du_dossier or len(nom) > LONGUEUR_DE_NOM or not nom.isprintable()


def _parties(nom: str) -> list[str]:
    return nom.replace("\\", "/").split("/")


def _trop_fournie(chemin: Path) -> FichierRefuse:
    return _refus(chemin, "archive_trop_fournie", f"plus de {MEMBRES_MAXIMUM} membres. Découpez l'envoi.")


def _rompue(chemin: Path) -> FichierRefuse:
    return _refus(chemin, "archive_illisible", "l'archive est endommagée ou tronquée. Envoyez-la de nouveau.")


def _refus(chemin: Path, regle: str, phrase: str) -> FichierRefuse:
    return FichierRefuse(regle, f"{chemin.name} : {phrase}")
