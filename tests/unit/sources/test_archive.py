"""Zip archives: what they hold, and those that were made to harm."""

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from pipelines.sources import FichierRefuse, archive, ouverture

TEXTE = b"numero;debut\nA;03/03/2025\n"


def zip_de(*membres: tuple[str | zipfile.ZipInfo, bytes], methode: int = zipfile.ZIP_DEFLATED) -> bytes:
    tampon = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(tampon, "w", methode) as ouvert:
        warnings.simplefilter("ignore")  # two members of one name: on purpose
        for nom, octets in membres:
            ouvert.writestr(nom, octets)
    return tampon.getvalue()


def lien(nom: str) -> zipfile.ZipInfo:
    entree = zipfile.ZipInfo(nom)
    entree.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entree


def modifie(octets: bytes, changer: Callable[[bytearray, int, int], None]) -> bytes:
    """`octets` after `changer(copy, place of the local header, place of the central entry)`."""
    copie = bytearray(octets)
    changer(copie, copie.index(b"PK\x03\x04"), copie.index(b"PK\x01\x02"))
    return bytes(copie)


def chiffrer(copie: bytearray, locale: int, centrale: int) -> None:
    copie[locale + 6] |= 1
    copie[centrale + 8] |= 1


def annoncer(taille: int) -> Callable[[bytearray, int, int], None]:
    def _annoncer(copie: bytearray, locale: int, centrale: int) -> None:
        copie[locale + 22 : locale + 26] = copie[centrale + 24 : centrale + 28] = struct.pack("<L", taille)

    return _annoncer


def abimer(copie: bytearray, locale: int, centrale: int) -> None:
    copie[centrale - 3] ^= 0xFF


def ecrire(tmp_path: Path, octets: bytes) -> Path:
    (tmp_path / "envoi.zip").write_bytes(octets)
    return tmp_path / "envoi.zip"


def refus(lire: Callable[[], object]) -> str:
    with pytest.raises(FichierRefuse) as refuse:
        lire()
    assert refuse.value.message.startswith("envoi.zip")
    assert refuse.value.message.endswith(".")
    return refuse.value.regle


def test_the_files_of_an_archive_in_order_of_names(tmp_path):
    octets = zip_de(
        ("mars/b.csv", TEXTE), ("a.csv", TEXTE), ("mars/", b""), ("__MACOSX/a.csv", b"x"), ("mars/.DS_Store", b"x")
    )
    chemin = ecrire(tmp_path, octets)
    assert archive.membres(chemin) == ["a.csv", "mars/b.csv"]
    assert ouverture.lire(chemin, "mars/b.csv") == TEXTE


@pytest.mark.parametrize(
    ("octets", "attendue"),
    [
        pytest.param(zip_de(("a.csv", TEXTE))[:-30], "archive_illisible", id="truncated"),
        pytest.param(b"PK\x03\x04 n'est pas une archive", "archive_illisible", id="not_a_zip"),
        pytest.param(zip_de(), "archive_vide", id="empty"),
        pytest.param(zip_de(("dossier/", b"")), "archive_vide", id="folders_only"),
        pytest.param(zip_de(*((f"{i}.csv", b"") for i in range(1001))), "archive_trop_fournie", id="1001_members"),
        pytest.param(zip_de(("../a.csv", TEXTE)), "nom_de_membre", id="parent"),
        pytest.param(zip_de(("x/../../a.csv", TEXTE)), "nom_de_membre", id="parent_inside"),
        pytest.param(zip_de(("/etc/a.csv", TEXTE)), "nom_de_membre", id="absolute"),
        pytest.param(zip_de(("C:\\a.csv", TEXTE)), "nom_de_membre", id="drive"),
        pytest.param(zip_de(("..\\a.csv", TEXTE)), "nom_de_membre", id="parent_backslash"),
        pytest.param(zip_de(("a\nb.csv", TEXTE)), "nom_de_membre", id="control_character"),
        pytest.param(zip_de(("a" * 300 + ".csv", TEXTE)), "nom_de_membre", id="long_name"),
        pytest.param(zip_de((lien("a.csv"), b"/etc/passwd")), "nom_de_membre", id="link"),
        pytest.param(zip_de(("a.csv", TEXTE), ("a.csv", b"autre")), "membre_repete", id="same_name_twice"),
        pytest.param(zip_de(("[Content_Types].xml", b"<x/>"), ("xl/a.xml", b"")), "porteur_refuse", id="workbook"),
    ],
)
def test_an_archive_that_cannot_be_trusted_is_refused_whole(tmp_path, octets, attendue):
    assert refus(lambda: archive.membres(ecrire(tmp_path, octets))) == attendue


def test_a_list_of_members_beyond_measure_is_not_read(tmp_path):
    """The end of the archive says that its list of members is 200 MB long."""
    octets = bytearray(zip_de(("a.csv", TEXTE)))
    fin = octets.rindex(b"PK\x05\x06")
    octets[fin + 12 : fin + 16] = struct.pack("<L", 200 * 2**20)
    assert refus(lambda: archive.membres(ecrire(tmp_path, bytes(octets)))) == "archive_trop_fournie"


@pytest.mark.parametrize(
    ("octets", "attendue"),
    [
        pytest.param(modifie(zip_de(("a.csv", TEXTE)), chiffrer), "membre_chiffre", id="encrypted"),
        pytest.param(zip_de(("a.csv", TEXTE), methode=zipfile.ZIP_BZIP2), "porteur_refuse", id="bzip2"),
        pytest.param(modifie(zip_de(("a.csv", TEXTE)), abimer), "compression_illisible", id="damaged"),
        pytest.param(modifie(zip_de(("a.csv", TEXTE)), annoncer(5)), "compression_illisible", id="announced_shorter"),
        pytest.param(zip_de(("a.csv", zip_de(("b.csv", TEXTE)))), "porteur_refuse", id="archive_in_archive"),
        pytest.param(zip_de(("a.csv", b"")), "fichier_vide", id="empty_member"),
        pytest.param(zip_de(("a.csv", b"a" * 99 + b"\n" * 64 * 2**20)), "expansion_excessive", id="bomb"),
        pytest.param(
            zip_de(("a.csv", zstandard.compress(b"\n" * 64 * 2**20))), "expansion_excessive", id="bomb_in_a_member"
        ),
        pytest.param(zip_de(("b.csv", TEXTE)), "archive_illisible", id="gone"),
    ],
)
def test_a_member_that_cannot_be_read_is_refused_alone(tmp_path, octets, attendue):
    chemin = ecrire(tmp_path, octets)
    assert refus_du_membre(chemin) == attendue


def test_a_size_announced_too_long_changes_nothing_to_what_is_read(tmp_path):
    chemin = ecrire(tmp_path, modifie(zip_de(("a.csv", TEXTE)), annoncer(2**31)))
    assert ouverture.lire(chemin, "a.csv") == TEXTE


def refus_du_membre(chemin: Path) -> str:
    with pytest.raises(FichierRefuse) as refuse:
        ouverture.lire(chemin, "a.csv")
    assert refuse.value.message.endswith(".")
    return refuse.value.regle


def test_a_compressed_member_is_read(tmp_path):
    chemin = ecrire(tmp_path, zip_de(("a.csv.zst", zstandard.compress(TEXTE)), methode=zipfile.ZIP_STORED))
    assert ouverture.lire(chemin, "a.csv.zst") == TEXTE
