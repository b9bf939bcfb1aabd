"""A file too large to be held lands part after part: same rows, same quarantine, same ledger as read whole."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.contracts import charger
from pipelines.landing import controler_les_comptes, lister_corrections, lister_quarantaine, lister_registre, valider
from pipelines.landing.depot import Entree
from pipelines.landing.lot import decouper
from pipelines.roots import Roots
from pipelines.sources import delimite, generique, ouverture
from pipelines.sources.dsn import lecture as lecture_dsn
from pipelines.sources.dsn import moisson, texte
from tests.unit.landing.maison import BRUNO, CESSATIONS, ENTETE, OMBRA, atterrir, comptes, corriger

EXEMPLES = Path(__file__).parents[2] / "exemples"
JOUR = "2025-07-05"
CHLOE = "2010799001003;9000003C003;ESSAI;CHLOÉ;08/07/2001;16/06/2025;11;;2010799001003;01/07/2025"
FAUTIVE = BRUNO.replace("30/11/1995", "31/11/1995")
TRONQUEE = "1680299001004;9000002B002"
RENDEZ_VOUS = (
    '{"idRendezVous": "RDV-900001", "numeroFranceTravail": "9000001A001", "dateExtraction": "2025-07-04", '
    '"organisme": "FT", "motif": "DIA", "date": "2025-06-30T22:30:00Z", "modaliteContact": "PHYSIQUE", '
    '"typeReception": "IND", "statut": "PRIS", "issue": "HONORE"}'
)
SERVICES = (
    "id,source,siret,nom,typologie,code_insee,code_postal,longitude,latitude,date_maj,presentation_resume,courriel"
)
STRUCTURE = (
    'base--s%d,base,,"Centre social, fictif",CS,01283,01100,5.6556,46.2575,2025-05-14,'
    '"Un texte\nsur ""trois""\nlignes",'
)


@pytest.fixture
def petites_parties(monkeypatch) -> None:
    """Parts of a few lines, or of a few persons."""
    monkeypatch.setattr(generique, "OCTETS_PAR_PARTIE", 150)
    monkeypatch.setattr(ouverture, "MORCEAU", 64)
    monkeypatch.setattr(texte, "TAILLE", 2000)
    monkeypatch.setattr(texte, "TETE", 1000)
    monkeypatch.setattr(moisson, "RUBRIQUES_PAR_PASSE", 1)
    monkeypatch.setattr(lecture_dsn, "RUBRIQUES_PAR_PARTIE", 60)


@pytest.fixture
def landed(roots, tmp_path, request) -> Callable[[str, str, bytes], tuple[Roots, Roots]]:
    """(a house where a file was landed whole, one where it was landed in parts)."""

    def _landed(source: str, nom: str, octets: bytes) -> tuple[Roots, Roots]:
        autre = Roots(tmp_path / "autre").create()
        for maison in (roots, autre):
            recevoir(maison, source, nom, octets)
        atterrir(roots, source)
        request.getfixturevalue("petites_parties")
        atterrir(autre, source)
        return roots, autre

    return _landed


def recevoir(roots: Roots, source: str, nom: str, octets: bytes, jour: str = JOUR) -> None:
    dossier = roots.depot / source / jour
    dossier.mkdir(parents=True, exist_ok=True)
    (dossier / nom).write_bytes(octets)


def parties(roots: Roots, source: str, entite: str) -> list[Path]:
    return sorted((roots.lac / source / JOUR).glob(f"{entite}*.parquet"))


def rows(roots: Roots, source: str, entite: str) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(chemin) for chemin in parties(roots, source, entite)])


def pareilles(entier: Roots, en_parties: Roots, source: str) -> None:
    """Every row, refusal and count of the two houses."""
    for entite in charger(source).entites:
        assert rows(en_parties, source, entite).equals(rows(entier, source, entite)), entite
    assert lister_quarantaine(en_parties).equals(lister_quarantaine(entier))
    assert lister_registre(en_parties).equals(lister_registre(entier))
    assert controler_les_comptes(en_parties) == []


# OMBRA comes again in its own part, and in the last one without its final end of line; a line is empty
LIGNES = [ENTETE, OMBRA, OMBRA, "", FAUTIVE, CHLOE, TRONQUEE, BRUNO, CHLOE, OMBRA]


@pytest.mark.parametrize("fin", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("encodage", ["latin-1", "utf-8"])
def test_a_table_of_lines(landed, fin, encodage):
    entier, en_parties = landed("inscription", CESSATIONS, fin.join(LIGNES).encode(encodage))
    assert len(parties(entier, "inscription", "cessation")) == 1
    assert len(parties(en_parties, "inscription", "cessation")) > 3
    assert comptes(en_parties, CESSATIONS, JOUR) == ("accepte", 8, 3, 2, 3, 0)
    assert rows(en_parties, "inscription", "cessation")["ligne"].to_list() == [2, 6, 8]
    pareilles(entier, en_parties, "inscription")


def test_a_correction_finds_its_line_in_the_part_where_it_is(roots, petites_parties):
    """Line 5 corrected is what line 8 says: the later one becomes a repeat."""
    octets = "\n".join(LIGNES).encode("latin-1")
    vise = hashlib.sha256(octets).hexdigest()[:16]
    recevoir(roots, "inscription", CESSATIONS, octets)
    corriger(roots, JOUR, f"inscription;;{vise};5;remplacer;dtnai;30/11/1995;date confirmée;porte;2026-12-31")
    atterrir(roots, "correction")
    atterrir(roots, "inscription")
    assert len(parties(roots, "inscription", "cessation")) > 3
    assert comptes(roots, CESSATIONS, JOUR) == ("accepte", 8, 3, 1, 4, 0)
    assert rows(roots, "inscription", "cessation")["ligne"].to_list() == [2, 5, 6]
    assert lister_corrections(roots)["etat"].to_list() == ["active"]


def test_a_value_of_several_lines_is_never_cut(landed):
    octets = "\n".join([SERVICES, *(STRUCTURE % rang for rang in (1, 2, 3, 1, 4))]).encode()
    entier, en_parties = landed("service_insertion", "structures_2025-06-30.csv", octets)
    assert len(parties(en_parties, "service_insertion", "structure")) > 3
    assert rows(en_parties, "service_insertion", "structure")["ligne"].to_list() == [2, 5, 8, 14]
    pareilles(entier, en_parties, "service_insertion")


def test_json_lines_and_the_unknown_fields_of_all_parts(landed):
    objets = [RENDEZ_VOUS.replace("RDV-900001", f"RDV-90000{rang}") for rang in (1, 2, 3, 2)]
    objets[0] = objets[0].replace("}", ', "humeur": 1}')
    objets[2] = objets[2].replace("}", ', "couleur": 1}')
    octets = "\n".join([objets[0], "", *objets[1:], "{rompu"]).encode()
    entier, en_parties = landed("rendez_vous", "rendez_vous_01_2025-06.jsonl", octets)
    assert len(parties(en_parties, "rendez_vous", "rendez_vous")) > 3
    assert comptes(en_parties, "rendez_vous_01_2025-06.jsonl", JOUR) == ("accepte", 5, 3, 1, 1, 0)
    remarques = lister_quarantaine(en_parties).filter(regle="champ_inconnu")["message"].to_list()
    assert remarques == [
        "rendez_vous_01_2025-06.jsonl : 2 champ(s) que le contrat ne connaît pas (couleur, humeur) ; ils sont écartés."
    ]
    pareilles(entier, en_parties, "rendez_vous")


@pytest.mark.parametrize(
    ("source", "nom", "debut", "fin"),
    [
        ("rendez_vous", "rendez_vous_01_2025-06.jsonl", RENDEZ_VOUS + "\n", RENDEZ_VOUS),
        ("service_insertion", "structures_2025-06-30.csv", SERVICES + "\n", STRUCTURE % 2),
        ("accompagnement", "modalites_01_2025-06.csv", "numero_ft;modalite\n", "a;é"),
    ],
    ids=["json", "quoted", "header"],
)
def test_what_refuses_a_file_is_known_before_its_first_part(landed, source, nom, debut, fin):
    """Bytes that are not UTF-8 in the last line; a header without what is needed."""
    octets = (debut + fin + "\n").encode() + ((debut + fin + "\n") * 3).encode() + fin.encode() + "É".encode("latin-1")
    entier, en_parties = landed(source, nom, octets)
    assert comptes(en_parties, nom, JOUR)[0] == "refuse"
    assert lister_registre(en_parties)["unites_recues"][0] > 4
    pareilles(entier, en_parties, source)


def test_persons_told_again_in_their_declaration_are_repeats_in_another_part_too(landed):
    octets = (EXEMPLES / "mensuelle_2025-06_P25V01.dsn").read_bytes()
    octets = octets.replace(b"S10.G00.00.005,'01'", b"S10.G00.00.005,'02'")
    debut, fin = octets.index(b"S21.G00.30.001"), octets.index(b"S90.G00.90.001")
    octets = octets[:fin] + octets[debut:fin] * 4 + octets[fin:]
    entier, en_parties = landed("dsn", "mensuelle.dsn", octets)
    assert len(parties(en_parties, "dsn", "individu")) > 3
    assert comptes(en_parties, "mensuelle.dsn", JOUR) == ("accepte", 15, 3, 0, 12, 0)
    pareilles(entier, en_parties, "dsn")


def test_a_file_received_before_is_a_duplicate_though_its_last_part_is_empty(roots, petites_parties):
    octets = ("\n".join([ENTETE, OMBRA, CHLOE]) + "\n" * 400).encode("latin-1")
    recevoir(roots, "inscription", CESSATIONS, octets)
    recevoir(roots, "inscription", CESSATIONS, octets, jour="2025-07-08")
    atterrir(roots)
    assert comptes(roots, CESSATIONS, JOUR) == ("accepte", 2, 2, 0, 0, 0)
    assert comptes(roots, CESSATIONS, "2025-07-08") == ("doublon", 2, 0, 0, 2, 0)
    assert lister_quarantaine(roots)["regle"].to_list() == ["fichier_deja_recu"]


def test_a_header_alone_is_remarked_once(roots, petites_parties):
    recevoir(roots, "inscription", CESSATIONS, (ENTETE + "\n" * 400).encode())
    atterrir(roots)
    assert comptes(roots, CESSATIONS, JOUR) == ("accepte", 0, 0, 0, 0, 0)
    assert lister_quarantaine(roots)["regle"].to_list() == ["aucune_ligne"]


def test_a_reader_that_breaks_on_the_way_refuses_the_file_and_keeps_no_part_of_it(roots, petites_parties, monkeypatch):
    lire = delimite._Tableau.lire

    def fragile(tableau):
        if tableau.corps[0].avant > 3:
            raise ZeroDivisionError("1850799001001")
        return lire(tableau)

    monkeypatch.setattr(delimite._Tableau, "lire", fragile)
    recevoir(roots, "inscription", CESSATIONS, "\n".join(LIGNES).encode())
    recevoir(roots, "inscription", CESSATIONS, "\n".join([ENTETE, BRUNO]).encode(), jour="2025-07-08")
    atterrir(roots)
    assert comptes(roots, CESSATIONS, JOUR) == ("refuse", 0, 0, 0, 0, 0)
    assert rows(roots, "inscription", "cessation").is_empty()
    assert comptes(roots, CESSATIONS, "2025-07-08") == ("accepte", 1, 1, 0, 0, 0)
    assert lister_quarantaine(roots)["message"].to_list() == [
        f"{CESSATIONS} n'a pas pu être lu (ZeroDivisionError). Vérifiez son format."
    ]


def test_a_file_is_examined_in_parts_before_it_is_sent(tmp_path, petites_parties):
    (tmp_path / CESSATIONS).write_bytes("\n".join(LIGNES).encode())
    (avis,) = valider(tmp_path / CESSATIONS)
    assert list(avis.comptes.values()) == [8, 3, 2, 3, 0]
    assert avis.fautes.select("gravite", "regle", "nombre").rows() == [
        ("rejet", "date_illisible", 1),
        ("rejet", "nombre_de_colonnes", 1),
        ("avertissement", "encodage", 1),
    ]


def test_a_compressed_file_weighs_what_such_texts_hold():
    """100 bytes of plain text and 20 of compressed text are not put together in a lot of 200."""
    entrees = [
        Entree(Path(nom), date.fromisoformat(JOUR), octets, 0, octets)
        for nom, octets in (("a.csv", 100), ("b.csv.gz", 20), ("c.csv", 30), ("d.csv", 10))
    ]
    lots = [[entree.nom for entree in lot] for lot in decouper(entrees, 200)]
    assert lots == [["a.csv"], ["b.csv.gz", "c.csv", "d.csv"]]
