"""The XML enriched by GIP-MDS: the same frames as the text of the same message, and what is added to it."""

import re

import polars as pl
import pytest

from pipelines.sources.dsn import xml

MENSUELLE, FAUTIVE = "mensuelle_2025-06_P25V01.dsn", "mensuelle_2025-06_fautive_P25V01.dsn"
INTERIM, SIGNALEMENT = "mensuelle_interim_2025-06_P25V01.dsn", "signalement_fin_contrat_2025-07_P25V01.dsn"
LOT = "lot_V01R02.dsn"
ALICE, CERTIFIE = "2880499001001", "2880499001077"
_LIGNE = re.compile(r"(S\d\d\.G\d\d\.\d\d)(\.\d{3}),'(.*)'")


def en_xml(octets: bytes, imbrique: bool = False, fin_de_ligne: str = "\n") -> bytes:
    """A NEODeS text as XML: one element per rubrique, in elements of blocks when `imbrique`."""
    elements, ouvert = ['<?xml version="1.0" encoding="UTF-8"?><n:DSN xmlns:n="http://www.cnav.fr/n4ds">'], ""
    precedente = ""
    for ligne in octets.decode("latin-1").splitlines():
        bloc, numero, valeur = _LIGNE.fullmatch(ligne).groups()
        balise = f"n:{(bloc + numero).replace('.', '_')}"
        valeur = valeur.replace("&", "&amp;").replace("<", "&lt;")
        if imbrique and (bloc != ouvert or numero <= precedente):
            elements += [f"</n:{ouvert.replace('.', '_')}>"] * bool(ouvert) + [f"<n:{bloc.replace('.', '_')}>"]
            ouvert = bloc
        precedente = numero
        elements.append(f"<{balise}>{valeur}</{balise}>")
    elements += [f"</n:{ouvert.replace('.', '_')}>"] * bool(ouvert) + ["</n:DSN>"]
    return fin_de_ligne.join(elements).encode()


@pytest.mark.parametrize("nom", [MENSUELLE, FAUTIVE, INTERIM, SIGNALEMENT, LOT])
@pytest.mark.parametrize("imbrique", [False, True], ids=["flat", "nested"])
def test_text_and_xml_of_a_message_give_the_same_frames(lire, exemple, nom, imbrique):
    octets = exemple(nom)
    texte, autre = lire("dsn", {nom: octets}), lire("dsn", {"m.xml": en_xml(octets, imbrique)})
    for entite, frame in texte.entites.items():
        assert frame.drop("ligne").equals(autre.entites[entite].drop("ligne")), entite
    assert texte.fichiers.drop("refus_fichier_message").equals(autre.fichiers.drop("refus_fichier_message"))
    refus = ("unite", "champ", "regle", "gravite")
    rejets = pl.col("gravite") == "rejet"
    assert texte.refus.filter(rejets).select(refus).equals(autre.refus.filter(rejets).select(refus))


def test_lines_are_those_of_the_elements_and_grow_when_elements_share_a_line(lire, exemple):
    octets = exemple(MENSUELLE)
    attendues = lire("dsn", {"m.dsn": octets}).entites["contrat"]["ligne"].to_list()
    en_lignes = lire("dsn", {"m.xml": en_xml(octets)}).entites["contrat"]["ligne"].to_list()
    assert en_lignes == [ligne + 1 for ligne in attendues]  # the root has a line of its own
    assert lire("dsn", {"m.xml": en_xml(octets, fin_de_ligne="")}).entites["contrat"]["ligne"].to_list() == attendues


def test_lines_are_true_far_into_a_file(lire, exemple):
    """Beyond 65,535 lines, where some readers stop counting."""
    octets = exemple(MENSUELLE)
    debut, fin = octets.index(b"S20.G00.05.001"), octets.index(b"S90.G00.90.001")
    octets = octets[:debut] + octets[debut:fin] * 220 + octets[fin:]
    texte, autre = lire("dsn", {"m.dsn": octets}), lire("dsn", {"m.xml": en_xml(octets)})
    assert autre.entites["contrat"]["ligne"][-1] == texte.entites["contrat"]["ligne"][-1] + 1 > 65_535


def test_pieces_change_nothing(lire, exemple, monkeypatch):
    octets = en_xml(exemple(LOT))
    entier = lire("dsn", {"m.xml": octets})
    monkeypatch.setattr(xml, "RUBRIQUES_PAR_MORCEAU", 10)
    par_morceaux = lire("dsn", {"m.xml": octets})
    for entite, frame in entier.entites.items():
        assert frame.equals(par_morceaux.entites[entite]), entite
    assert entier.fichiers.equals(par_morceaux.fichiers)


def enrichi(exemple, *ajouts: tuple[bytes, bytes]) -> bytes:
    """The monthly sample as XML, with rubriques added after others."""
    octets = exemple(MENSUELLE)
    for apres, ajout in ajouts:
        assert apres in octets
        octets = octets.replace(apres, apres + b"\r\n" + ajout, 1)
    return en_xml(octets)


COMMUNE = (b"S21.G00.11.022,'3043'", b"S21.G00.11.110,'01053'")


def certifie(nir: str) -> tuple[bytes, bytes]:
    return b"S21.G00.30.024,'05'", f"S21.G00.30.300,'{nir}'\r\nS21.G00.30.305,'01'".encode()


def test_the_commune_of_the_establishment_lands_with_the_declaration(lire, exemple):
    lecture = lire("dsn", {"m.xml": enrichi(exemple, COMMUNE)})
    assert lecture.entites["declaration"]["commune"].to_list() == ["01053"]
    assert lecture.refus.is_empty()  # enriched rubriques are known, and do not count among those announced


def test_the_certified_nir_is_the_person_s_and_the_declared_one_its_equivalent(lire, exemple):
    lecture = lire("dsn", {"m.xml": enrichi(exemple, certifie(CERTIFIE))})
    for entite in ("contrat", "individu", "activite"):
        assert lecture.entites[entite].filter(unite=1)["nir"].unique().to_list() == [CERTIFIE]
    assert lecture.entites["equivalence"].select("unite", "nir", "ancien_nir", "origine").rows() == [
        (1, CERTIFIE, ALICE, "certification")
    ]


def test_a_certified_nir_that_is_the_declared_one_says_nothing_more(lire, exemple):
    assert lire("dsn", {"m.xml": enrichi(exemple, certifie(ALICE))}).entites["equivalence"].is_empty()


def test_a_wrong_declared_nir_is_no_fault_once_certified(lire, exemple):
    octets = enrichi(exemple, certifie(CERTIFIE)).replace(ALICE.encode(), b"9880499001001")
    lecture = lire("dsn", {"m.xml": octets})
    assert lecture.refus.is_empty()
    assert lecture.entites["individu"]["nir"][0] == CERTIFIE
    assert lecture.entites["equivalence"].is_empty()


def test_a_wrong_certified_nir_refuses_the_person(lire, exemple):
    refus = lire("dsn", {"m.xml": enrichi(exemple, certifie("123"))}).refus
    assert refus.select("unite", "champ", "regle").rows() == [(1, "S21.G00.30.300", "nir_invalide")]


def test_the_date_of_death_lands_with_the_person(lire, exemple):
    mort = (b"S21.G00.30.024,'05'", b"S21.G00.30.312,'14062025'")
    assert lire("dsn", {"m.xml": enrichi(exemple, mort)}).entites["individu"]["deces"].to_list() == [
        "14062025", None, None
    ]  # fmt: skip


def test_an_xml_without_end_block_is_whole(lire, exemple):
    octets = exemple(MENSUELLE)
    lecture = lire("dsn", {"m.xml": en_xml(octets[: octets.index(b"S90.G00.90.001")])})
    assert lecture.entites["contrat"].height == 4
    assert lecture.refus.is_empty()


BOMBE = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<d xmlns="http://www.cnav.fr/n4ds"><S10_G00_00_001>&b;</S10_G00_00_001></d>'
)


@pytest.mark.parametrize(
    ("octets", "regle"),
    [
        (BOMBE, "doctype_interdit"),
        (b"<Racine><a>1</a></Racine>", "pas_une_dsn"),
        (b'<d xmlns="http://www.cnav.fr/n4ds"><S20_G00_05_001>01</S20_G00_05_001></d>', "enveloppe_absente"),
        (b'<d xmlns="http://www.cnav.fr/n4ds"><S10_G00_00_001>A', "xml_illisible"),
        (b"<", "xml_illisible"),
    ],
    ids=["entities", "another XML", "no envelope", "cut short", "one character"],
)
def test_what_is_not_an_enriched_message_is_refused(lire, octets, regle):
    fichier = lire("dsn", {"m.xml": octets}).fichiers.row(0, named=True)
    assert fichier["refus_fichier_regle"] == regle
    assert fichier["refus_fichier_message"].startswith("m.xml")
