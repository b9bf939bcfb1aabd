"""The dépôt: archives unfolded into the files they hold, each with its own line in the ledger."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from pipelines.contracts import charger
from pipelines.identity import Cles
from pipelines.landing import depot, ingerer, lister_quarantaine, lister_registre, partition
from pipelines.roots import Roots

CLES = Cles("x" * 32)
CONTRAT = charger("comite_local")
ENTETE = "commune;comite_code;comite_nom\n"
AIN, AUTRE = f"{ENTETE}01053;A1;Bourg\n".encode(), f"{ENTETE}01283;A1;Oyonnax\n01004;A1;Oyonnax\n".encode()


@pytest.fixture
def roots(tmp_path: Path) -> Roots:
    return Roots(tmp_path / "maison").create()


def deposer(roots: Roots, nom: str, membres: dict[str, bytes] | bytes, jour: str = "2025-07-05") -> Path:
    chemin = roots.depot / "comite_local" / jour / nom
    chemin.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(membres, bytes):
        chemin.write_bytes(membres)
        return chemin
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        for membre, octets in membres.items():
            archive.writestr(membre, octets)
    return chemin


def registre(roots: Roots) -> list[tuple]:
    colonnes = ("nom", "octets", "statut", "unites_recues", "acceptees")
    return lister_registre(roots).sort("date_reception", "nom").select(colonnes).rows()


def test_each_file_of_an_archive_is_a_delivery_of_its_own(roots):
    deposer(roots, "envoi.zip", {"mars/comites_2025-03.csv": AIN, "comites_2025-04.csv": AUTRE, "lisez-moi.txt": b"x"})
    deposer(roots, "comites_2025-05.csv", AIN + b"01004;A1;Bourg\n")
    ingerer(roots, CLES, "comite_local")
    assert registre(roots) == [
        ("comites_2025-05.csv", len(AIN) + 15, "accepte", 2, 2),
        ("envoi.zip/comites_2025-04.csv", len(AUTRE), "accepte", 2, 2),
        ("envoi.zip/lisez-moi.txt", 1, "refuse", 0, 0),
        ("envoi.zip/mars/comites_2025-03.csv", len(AIN), "accepte", 1, 1),
    ]


def test_the_same_content_in_an_archive_and_outside_is_a_duplicate(roots):
    deposer(roots, "comites_2025-03.csv", AIN)
    deposer(roots, "envoi.zip", {"comites_2025-03.csv": AIN, "comites_2025-04.csv": AUTRE}, "2025-07-06")
    ingerer(roots, CLES, "comite_local")
    assert [(nom, statut) for nom, _, statut, *_ in registre(roots)] == [
        ("comites_2025-03.csv", "accepte"),
        ("envoi.zip/comites_2025-03.csv", "doublon"),
        ("envoi.zip/comites_2025-04.csv", "accepte"),
    ]


def test_a_bad_archive_is_one_refused_entry_and_harms_no_other_file(roots):
    deposer(roots, "rompu.zip", b"PK\x03\x04 rompu")
    deposer(roots, "bombe.zip", {"comites_2025-03.csv": ENTETE.encode() + b"\n" * 32 * 2**20})
    deposer(roots, "comites_2025-03.csv", AIN)
    ingerer(roots, CLES, "comite_local")
    assert [(nom, statut) for nom, _, statut, *_ in registre(roots)] == [
        ("bombe.zip", "refuse"),
        ("comites_2025-03.csv", "accepte"),
        ("rompu.zip", "refuse"),
    ]
    assert sorted(lister_quarantaine(roots)["regle"].to_list()) == ["archive_illisible", "expansion_excessive"]


def test_members_are_bounded_together(roots):
    """Two members of 10 MB each would pass alone."""
    deposer(roots, "bombe.zip", {f"comites_2025-0{i}.csv": b"\n" * 10 * 2**20 for i in (1, 2)})
    (entree,) = next(iter(depot.inventorier(roots, CONTRAT).values()))
    assert (entree.nom, entree.regle) == ("bombe.zip", "expansion_excessive")


def test_a_damaged_member_is_refused_and_the_others_land(roots):
    chemin = deposer(roots, "envoi.zip", {"comites_2025-03.csv": AIN, "comites_2025-04.csv": AUTRE})
    octets = bytearray(chemin.read_bytes())
    octets[octets.index(b"comites_2025-03.csv") + 25] ^= 0xFF
    chemin.write_bytes(octets)
    ingerer(roots, CLES, "comite_local")
    assert [(nom, statut) for nom, _, statut, *_ in registre(roots)] == [
        ("envoi.zip/comites_2025-03.csv", "refuse"),
        ("envoi.zip/comites_2025-04.csv", "accepte"),
    ]
    assert lister_quarantaine(roots)["regle"].to_list() == ["compression_illisible"]


def test_members_are_not_read_again_when_the_archive_has_not_changed(roots, monkeypatch):
    chemin = deposer(roots, "envoi.zip", {"comites_2025-03.csv": AIN, "comites_2025-04.csv": AUTRE})
    premier = depot.inventorier(roots, CONTRAT)
    monkeypatch.setattr(depot, "_empreinte", lambda *_: pytest.fail("read again"))
    assert depot.inventorier(roots, CONTRAT) == premier
    monkeypatch.undo()
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        archive.writestr("comites_2025-03.csv", AUTRE)
    chemin.write_bytes(tampon.getvalue())
    assert [e.nom for entrees in depot.inventorier(roots, CONTRAT).values() for e in entrees] == [
        "envoi.zip/comites_2025-03.csv"
    ]


def test_an_archive_that_changes_while_it_is_read_is_left_for_the_next_run(roots, monkeypatch):
    chemin = deposer(roots, "envoi.zip", {"comites_2025-03.csv": AIN})
    vrai = partition.traiter

    def pendant(*arguments: object) -> object:
        pose = vrai(*arguments)
        os.utime(chemin, ns=(1, 1))
        return pose

    monkeypatch.setattr(partition, "traiter", pendant)
    bilan = ingerer(roots, CLES, "comite_local")
    assert any("envoi.zip/comites_2025-03.csv changed while it was read" in phrase for phrase in bilan.phrases)
