"""Opening received files: carriers, traps, and sentences that say what to do."""

import gzip
import io
import zipfile

import pytest
import zstandard

from pipelines.sources import FichierRefuse, ouverture

TEXTE = b"une ligne\nune autre\n" * 1000


def zst(octets: bytes, taille: int = 2**16) -> bytes:
    return b"".join(zstandard.compress(octets[i : i + taille]) for i in range(0, len(octets), taille))


def zip_de(membres: dict[str, bytes]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in membres.items():
            archive.writestr(nom, octets)
    return tampon.getvalue()


def regle(chemin, **options) -> str:
    with pytest.raises(FichierRefuse) as refus:
        ouverture.lire(chemin, **options)
    assert refus.value.message.startswith(chemin.name)
    assert refus.value.message.endswith(".")
    return refus.value.regle


@pytest.mark.parametrize(
    ("nom", "octets"),
    [
        pytest.param("a.csv", TEXTE, id="plain"),
        pytest.param("a.csv.gz", gzip.compress(TEXTE), id="gzip"),
        pytest.param("a.csv.zst", zstandard.compress(TEXTE), id="zst"),
        pytest.param("a.csv.zst", zst(TEXTE, 700), id="zst_frames"),
        pytest.param("sans_extension", gzip.compress(TEXTE), id="gzip_without_extension"),
    ],
)
def test_the_content_is_the_same_whatever_the_carrier(tmp_path, nom, octets):
    (tmp_path / nom).write_bytes(octets)
    assert ouverture.lire(tmp_path / nom) == TEXTE


@pytest.mark.parametrize(
    ("nom", "octets", "attendue"),
    [
        pytest.param("a.csv", b"", "fichier_vide", id="empty"),
        pytest.param("a.csv.gz", gzip.compress(b""), "fichier_vide", id="empty_gzip"),
        pytest.param("a.csv", b"a;b\n\x00\x01", "contenu_binaire", id="binary"),
        pytest.param("a.csv", b"a" * (2**20 + 1), "ligne_trop_longue", id="long_line"),
        pytest.param("a.csv.gz", TEXTE, "porteur_refuse", id="gzip_by_name_only"),
        pytest.param("a.csv.gz", gzip.compress(TEXTE)[:-20], "compression_illisible", id="truncated_gzip"),
        pytest.param("a.csv.gz", b"\x1f\x8bpas du gzip", "compression_illisible", id="broken_gzip"),
        pytest.param("a.csv.zst", zstandard.compress(TEXTE)[:-5], "compression_illisible", id="truncated_zst"),
        pytest.param("a.csv.zst", zst(TEXTE, 700)[:-5], "compression_illisible", id="truncated_zst_frames"),
        pytest.param("a.pdf", b"%PDF-1.7", "porteur_refuse", id="pdf"),
        pytest.param("a.csv", b"7z\xbc\xaf\x27\x1c", "porteur_refuse", id="7z"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, nom, octets, attendue):
    (tmp_path / nom).write_bytes(octets)
    assert regle(tmp_path / nom) == attendue


def test_a_zip_is_read_by_its_members_only(tmp_path):
    (tmp_path / "a.csv").write_bytes(zip_de({"b.csv": TEXTE}))
    assert regle(tmp_path / "a.csv") == "porteur_refuse"
    assert ouverture.lire(tmp_path / "a.csv", "b.csv") == TEXTE


@pytest.mark.parametrize(("nom", "comprimer"), [("a.csv.gz", gzip.compress), ("a.csv.zst", zstandard.compress)])
def test_a_bomb_is_stopped_at_a_bound(tmp_path, nom, comprimer):
    """64 MB of one letter weigh a few kB: more than 200 times, and more than 16 MB."""
    lignes = (b"a" * 99 + b"\n") * (64 * 2**20 // 100)
    (tmp_path / nom).write_bytes(comprimer(lignes))
    assert regle(tmp_path / nom) == "expansion_excessive"


def test_an_honest_file_that_compresses_well_is_read(tmp_path):
    """8 MB from some kB: within what any small file may expand to."""
    lignes = (b"a" * 99 + b"\n") * (8 * 2**20 // 100)
    (tmp_path / "a.csv.zst").write_bytes(zstandard.compress(lignes))
    assert ouverture.lire(tmp_path / "a.csv.zst") == lignes


def test_a_plain_file_has_a_bound_too(tmp_path):
    (tmp_path / "a.csv").write_bytes(TEXTE)
    assert regle(tmp_path / "a.csv", limite_octets=1000) == "expansion_excessive"
