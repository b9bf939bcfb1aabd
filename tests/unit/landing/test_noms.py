"""What a file is named: an identity or unreadable characters in a name are written nowhere, and the file is refused."""

import io
import os
import zipfile

import polars as pl
import pytest

from pipelines.landing import lister_journal, lister_quarantaine, lister_registre
from pipelines.roots import Roots
from tests.unit.landing.maison import BRUNO, CESSATIONS, ENTETE, OMBRA, atterrir, cessations, comptes

NIR = "1850799001001"
NOMME = f"cessations_01_2025-06_{NIR}.csv"


def textes(roots: Roots) -> str:
    """The names and contents of all that is kept beside the lake."""
    dits = [
        str(lister_registre(roots).rows()),
        str(lister_quarantaine(roots).rows()),
        str(lister_journal(roots).rows()),
    ]
    chemins = [chemin for chemin in roots.interne.rglob("*") if chemin.is_file()]
    return "\n".join([*dits, *map(str, chemins), *(c.read_bytes().decode("latin-1") for c in chemins)])


def test_a_number_in_a_name_is_written_nowhere_and_the_file_is_refused(roots):
    cessations(roots, "2025-07-04", OMBRA)
    cessations(roots, "2025-07-04", BRUNO, nom=NOMME)
    atterrir(roots)
    assert comptes(roots, CESSATIONS, "2025-07-04") == ("accepte", 1, 1, 0, 0, 0)
    ligne = lister_registre(roots).row(-1, named=True)
    assert (ligne["nom"], ligne["statut"]) == ("cessations_01_2025-06_***.csv", "refuse")
    assert ligne["motif"].startswith("cessations_01_2025-06_***.csv porte dans son nom un numéro de sécurité sociale")
    assert NIR not in textes(roots)


def test_two_names_that_hide_a_number_are_two_files_and_a_second_run_adds_nothing(roots):
    cessations(roots, "2025-07-04", OMBRA, nom=NOMME)
    cessations(roots, "2025-07-04", BRUNO, nom=NOMME.replace(NIR, "1951199001002"))
    atterrir(roots)
    assert lister_registre(roots)["nom"].to_list() == [
        "cessations_01_2025-06_***.csv",
        "cessations_01_2025-06_***.csv (2)",
    ]
    avant = lister_journal(roots).height
    atterrir(roots)
    assert lister_journal(roots).height == avant == 2


def test_a_number_in_the_name_of_a_member_refuses_it_alone(roots):
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        archive.writestr(f"{NIR}/{CESSATIONS}", f"{ENTETE}\n{BRUNO}\n")
        archive.writestr(CESSATIONS, f"{ENTETE}\n{OMBRA}\n")
    cessations(roots, "2025-07-04").with_name("envoi.zip").write_bytes(tampon.getvalue())
    atterrir(roots)
    assert lister_registre(roots).select("nom", "statut", "acceptees").rows()[1:] == [
        (f"envoi.zip/***/{CESSATIONS}", "refuse", 0),
        (f"envoi.zip/{CESSATIONS}", "accepte", 1),
    ]
    assert NIR not in textes(roots)


@pytest.mark.parametrize(
    ("marque", "montree"),
    [("\udcff", "\\udcff"), ("\u2028", "\\u2028"), ("\x1b[2J", "\\x1b[2J")],
    ids=["not-utf-8", "line-separator", "terminal"],
)
def test_a_name_that_does_not_print_is_written_out_and_the_rest_is_landed(roots, marque, montree):
    """Bytes that are no UTF-8, a line separator that JSON leaves as it is, an order to the terminal."""
    cessations(roots, "2025-07-04", OMBRA)
    chemin = cessations(roots, "2025-07-04", BRUNO, nom="autre.csv")
    os.rename(chemin, chemin.with_name(f"cessations_01_2025-06{marque}.csv"))
    atterrir(roots)
    refuse = lister_registre(roots).filter(pl.col("statut") == "refuse")
    assert refuse["nom"].to_list() == [f"cessations_01_2025-06{montree}.csv"]
    assert lister_quarantaine(roots)["regle"].to_list() == ["nom_illisible"]
    assert comptes(roots, CESSATIONS, "2025-07-04") == ("accepte", 1, 1, 0, 0, 0)


def test_what_is_out_of_place_is_told_without_the_number_in_its_name(roots):
    cessations(roots, "2025-07-04", OMBRA)
    (roots.depot / "inscription" / f"{NIR}.csv").write_text("x")
    (roots.depot / NIR).mkdir()
    phrases = atterrir(roots).phrases
    assert [phrase.partition(" :")[0] for phrase in phrases] == ["depot/***", "depot/inscription/***.csv"]
