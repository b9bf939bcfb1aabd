"""The text carrier of a DSN: lines to rubriques, files to pieces that never cut a person."""

import io

import polars as pl
import pytest

from pipelines.sources import FichierRefuse
from pipelines.sources.dsn import arbre
from pipelines.sources.dsn.rubriques import RUBRIQUE
from pipelines.sources.dsn.texte import morceaux, rubriques

MENSUELLE = "mensuelle_2025-06_P25V01.dsn"


def situees(texte: bytes, repere: arbre.Repere, premiere_ligne: int = 1) -> tuple[arbre.Arbre, arbre.Repere]:
    lues = rubriques(texte, premiere_ligne).with_columns(pl.col("rubrique").cast(RUBRIQUE))
    return arbre.situer(lues, lues["rubrique"].to_physical().to_numpy(), repere, premiere_ligne - 1)


def test_the_value_lies_between_the_first_and_the_last_apostrophe():
    lues = rubriques(b"S21.G00.30.002,'D'ARTAGNAN, L''AINE'\r\nS21.G00.30.004,''\n", premiere_ligne=7)
    assert lues.rows() == [
        (7, "S21.G00.30", "S21.G00.30.002", "D'ARTAGNAN, L''AINE"),
        (8, "S21.G00.30", "S21.G00.30.004", ""),
    ]


def test_letters_with_accents_are_read_as_latin_1():
    assert rubriques("S21.G00.30.004,'Chloé'\n".encode("latin-1"))["valeur"].to_list() == ["Chloé"]


@pytest.mark.parametrize("ligne", ["S21.G00.30.002,'SANS FIN", "S21.G00.30.002,'", "S21.G00.30.002'X'", "rien", "'"])
def test_what_is_not_a_rubrique_keeps_only_its_line(ligne):
    texte = f"S21.G00.30.001,'1'\n{ligne}\n\nS21.G00.30.004,'A'\n".encode()
    assert rubriques(texte).rows() == [
        (1, "S21.G00.30", "S21.G00.30.001", "1"),
        (2, None, None, None),
        (4, "S21.G00.30", "S21.G00.30.004", "A"),
    ]


def test_pieces_put_together_are_the_file_and_begin_with_a_person_or_a_declaration(exemple, monkeypatch):
    octets = exemple(MENSUELLE)
    debut, fin = octets.index(b"S20.G00.05.001"), octets.index(b"S90.G00.90.001")
    octets = octets[:debut] + octets[debut:fin] * 60 + octets[fin:]
    monkeypatch.setattr("pipelines.sources.dsn.texte.TETE", 1000)
    for taille in (1000, 1777, 4096, 30_000):
        parties = list(morceaux(io.BytesIO(octets), "essai.dsn", taille))
        assert b"".join(parties) == octets
        assert len(parties) > 5
        assert all(partie.startswith((b"S21.G00.30.001", b"S20.G00.05.001")) for partie in parties[1:])


def test_places_do_not_depend_on_the_pieces(exemple, monkeypatch):
    octets = exemple(MENSUELLE)
    debut, fin = octets.index(b"S20.G00.05.001"), octets.index(b"S90.G00.90.001")
    octets = octets[:debut] + octets[debut:fin] * 3 + octets[fin:]
    entier, atteint = situees(octets, arbre.Repere())
    assert atteint == arbre.Repere(message=1, declaration=3, unite=9, contrat=12)
    monkeypatch.setattr("pipelines.sources.dsn.texte.TETE", 500)
    repere, ligne, parties = arbre.Repere(), 1, []
    for partie in morceaux(io.BytesIO(octets), "essai.dsn", 2000):
        situee, repere = situees(partie, repere, ligne)
        ligne += partie.count(b"\n")
        parties.append(situee)
    assert repere == atteint
    assert len(parties) > 5
    assert arbre.reunir(parties).tetes.equals(entier.tetes)
    assert arbre.reunir(parties).valeurs.equals(entier.valeurs)


@pytest.mark.parametrize(
    ("octets", "regle"),
    [
        (b"", "fichier_vide"),
        (b"\xef\xbb\xbfS10.G00.00.001,'A'\n", "encodage"),
        ("S10.G00.00.001,'A'\n".encode("utf-16"), "encodage"),
        ("S10.G00.00.001,'Chloé'\n".encode(), "encodage"),
        (b"S10.G00.00.001,'A'\n\x00\x01", "contenu_binaire"),
        (b"nir;nom;prenom\n", "pas_une_dsn"),
        (b"S20.G00.05.001,'01'\n", "enveloppe_absente"),
        (b"S10.G00.00.001,'" + b"A" * 2**21, "ligne_trop_longue"),
        (b"S10.G00.00.001,'A'\n" + b"A" * 2**21, "ligne_trop_longue"),
        (b"S10.G00.00.001,'A'\n" + b"S10.G00.00.001,'A'\n" * 2**18, "personne_demesuree"),
    ],
)
def test_what_is_not_a_dsn_is_refused_early(octets, regle):
    with pytest.raises(FichierRefuse) as refus:
        list(morceaux(io.BytesIO(octets), "essai.dsn", 2**16))
    assert refus.value.regle == regle
    assert refus.value.message.startswith("essai.dsn")
