"""The corrections register: what a correction changes, when it stops, what is said of one that is of no use."""

import hashlib
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.landing import ingerer, lister_corrections, lister_journal, lister_quarantaine
from pipelines.roots import Roots
from tests.unit.landing.maison import (
    BRUNO,
    CESSATIONS,
    CLES,
    OMBRA,
    atterrir,
    cessations,
    comptes,
    corriger,
    court,
    lac,
)

EXEMPLES = Path(__file__).parents[2] / "exemples"
IMPOSSIBLE = BRUNO.replace("30/11/1995", "31/11/1995")  # 31 November; the rest is right


def etats(roots: Roots) -> list[tuple]:
    return lister_corrections(roots).select("ligne_visee", "etat").rows()


@pytest.fixture
def fautif(roots) -> str:
    """Two ends of registration, the second with an impossible birth date, landed; the hash of the file."""
    cessations(roots, "2025-07-04", OMBRA, IMPOSSIBLE)
    atterrir(roots)
    assert comptes(roots, CESSATIONS, "2025-07-04") == ("accepte", 2, 1, 1, 0, 0)
    return court(roots, CESSATIONS)


def remplacer(fichier: str, ligne: int, colonne: str, valeur: str, expire: str = "2026-06-30") -> str:
    motif = "date confirmée par l'agence"
    return f"inscription;;{fichier};{ligne};remplacer;{colonne};{valeur};{motif};porte;{expire}"


def ecarter(fichier: str, ligne: int, source: str = "inscription") -> str:
    return f"{source};;{fichier};{ligne};ecarter;;;personne homonyme;porte;2026-06-30"


def test_a_corrected_row_is_accepted_and_only_its_date_is_landed_again(roots, fautif):
    cessations(roots, "2025-06-04", OMBRA.replace("02/06", "02/05"), nom="cessations_01_2025-05.csv")
    atterrir(roots)
    corriger(roots, "2025-07-10", remplacer(fautif, 3, "dtnai", "30/11/1995"))
    bilan = atterrir(roots)
    assert (bilan.deposees, bilan.partitions) == (1, 2)
    assert comptes(roots, CESSATIONS, "2025-07-04") == ("accepte", 2, 2, 0, 0, 0)
    assert lister_quarantaine(roots, "inscription").is_empty()
    assert sorted(lac(roots, "inscription", "cessation")["date_cessation"]) == [
        date(2025, 5, 2),
        date(2025, 6, 2),
        date(2025, 6, 10),
    ]
    assert etats(roots) == [(3, "active")]
    assert atterrir(roots).deposees == 0


def test_the_value_of_a_correction_stays_in_the_depot(roots, fautif):
    valeur = "29/11/1995"
    corriger(roots, "2025-07-10", remplacer(fautif, 3, "dtnai", valeur))
    atterrir(roots)
    atterrir(roots, "correction")
    assert comptes(roots, "corrections.csv", "2025-07-10") == ("accepte", 1, 1, 0, 0, 0)
    assert "valeur" not in lac(roots, "correction", "correction").columns
    secrets = (valeur.encode(), hashlib.sha256(valeur.encode()).hexdigest().encode(), b"1995-11-29")
    lus = 0
    for chemin in roots.interne.rglob("*"):
        if chemin.is_file():
            texte = str(pl.read_parquet(chemin).to_dicts()).encode() if chemin.suffix == ".parquet" else b""
            assert not [s for s in secrets if s in chemin.read_bytes() + texte], chemin
            lus += 1
    assert lus > 10


def test_a_unit_set_aside_is_in_quarantine_with_the_reason(roots, fautif):
    corriger(roots, "2025-07-10", ecarter(fautif, 2))
    atterrir(roots)
    assert comptes(roots, CESSATIONS, "2025-07-04") == ("refuse", 2, 0, 2, 0, 0)
    refus = lister_quarantaine(roots).select("ligne", "regle", "message").rows()
    assert refus[0] == (
        2,
        "ecartee_par_correction",
        "ligne 2 : l'unité est écartée par une correction (personne homonyme).",
    )
    assert [ligne for ligne, *_ in refus] == [2, 3]
    assert etats(roots) == [(2, "active")]


def test_an_expired_correction_stops_when_a_later_file_comes(roots, fautif):
    corriger(roots, "2025-07-10", remplacer(fautif, 3, "dtnai", "30/11/1995", expire="2025-07-31"))
    assert atterrir(roots).phrases == []
    cessations(roots, "2025-07-31", OMBRA.replace("02/06", "03/07"), nom="cessations_01_2025-07.csv")
    atterrir(roots)
    assert comptes(roots, CESSATIONS, "2025-07-04") == ("accepte", 2, 2, 0, 0, 0)
    cessations(roots, "2025-08-01", OMBRA.replace("02/06", "04/07"), nom="cessations_02_2025-07.csv")
    bilan = atterrir(roots)
    assert comptes(roots, CESSATIONS, "2025-07-04") == ("accepte", 2, 1, 1, 0, 0)
    assert bilan.phrases == [
        f"correction de inscription, fichier {fautif}, ligne 3 : elle a expiré le 2025-07-31 : "
        "le fichier est lu tel que reçu."
    ]
    assert etats(roots) == [(3, "expiree")]


def test_the_source_sending_the_record_again_is_said(roots, fautif):
    """The same person and date in a later file: the correction is no longer of use, and changes nothing there."""
    corriger(roots, "2025-07-10", remplacer(fautif, 3, "dtnai", "30/11/1995"))
    assert atterrir(roots).phrases == []
    cessations(roots, "2025-08-04", BRUNO, nom="cessations_01_2025-06_corrige.csv")
    bilan = atterrir(roots)
    assert bilan.phrases == [
        f"correction de inscription, fichier {fautif}, ligne 3 : la source a renvoyé cet enregistrement "
        "le 2025-08-04 : elle n'est plus utile."
    ]
    assert etats(roots) == [(3, "sans_objet")]


def test_another_record_sent_later_is_not_a_fix(roots, fautif):
    corriger(roots, "2025-07-10", remplacer(fautif, 3, "dtnai", "30/11/1995"))
    cessations(roots, "2025-08-04", BRUNO.replace("10/06", "11/06"), nom="cessations_01_2025-07.csv")
    assert atterrir(roots).phrases == []
    assert etats(roots) == [(3, "active")]


def test_a_corrected_row_is_not_its_own_fix(roots, fautif):
    """Two corrections of files of different dates: the newer row lies in the lake after the older file."""
    cessations(roots, "2025-08-04", IMPOSSIBLE.replace("10/06", "11/06"), nom="cessations_02_2025-06.csv")
    atterrir(roots)
    autre = court(roots, "cessations_02_2025-06.csv")
    corriger(
        roots,
        "2025-08-10",
        remplacer(fautif, 3, "dtnai", "30/11/1995"),
        remplacer(autre, 2, "dtnai", "30/11/1995"),
    )
    assert atterrir(roots).phrases == []
    assert comptes(roots, "cessations_02_2025-06.csv", "2025-08-04") == ("accepte", 1, 1, 0, 0, 0)
    assert sorted(etats(roots)) == [(2, "active"), (3, "active")]


def test_corrections_of_no_effect_are_told_apart(roots, fautif):
    corriger(
        roots,
        "2025-07-10",
        remplacer(fautif, 2, "prenom", "OMBRA"),
        remplacer(fautif, 3, "naissance", "30/11/1995"),
        remplacer(fautif, 40, "dtnai", "30/11/1995"),
        remplacer("0123456789abcdef", 2, "dtnai", "30/11/1995"),
    )
    atterrir(roots)
    dits = lister_corrections(roots).select("fichier_vise", "ligne_visee", "etat", "detail").rows()
    assert sorted(dits) == sorted(
        [
            (fautif, 2, "sans_effet", "le fichier porte déjà cette valeur"),
            (fautif, 3, "sans_effet", "cette colonne n'est pas au contrat de la source"),
            (
                fautif,
                40,
                "sans_effet",
                "le fichier visé n'a pas d'unité à cette ligne ; reprenez le numéro que donne la quarantaine",
            ),
            ("0123456789abcdef", 2, "en_attente", "aucun fichier atterri n'a ce contenu, ou il reste à relire"),
        ]
    )
    assert comptes(roots, CESSATIONS, "2025-07-04") == ("accepte", 2, 1, 1, 0, 0)


def test_the_last_correction_of_a_key_is_the_one_that_counts(roots, fautif):
    corriger(roots, "2025-07-10", remplacer(fautif, 3, "dtnai", "30/11/1995"))
    atterrir(roots)
    corriger(roots, "2025-07-11", remplacer(fautif, 3, "dtnai", "32/11/1995"))
    assert atterrir(roots).deposees == 1
    assert comptes(roots, CESSATIONS, "2025-07-04") == ("accepte", 2, 1, 1, 0, 0)
    assert lister_corrections(roots).height == 1


def test_a_refused_correction_changes_nothing(roots, fautif):
    """No column to replace; an author that is a name; a reason that holds a number: each is refused by its sentence."""
    corriger(
        roots,
        "2025-07-10",
        remplacer(fautif, 3, "", "30/11/1995"),
        remplacer(fautif, 3, "dtnai", "30/11/1995").replace("porte", "Jean Personne"),
        remplacer(fautif, 3, "dtnai", "30/11/1995").replace("agence", "agence de 1951199001002"),
    )
    assert atterrir(roots).deposees == 0
    atterrir(roots, "correction")
    refus = lister_quarantaine(roots, "correction")
    assert refus.select("ligne", "regle").rows() == [
        (2, "colonne_a_remplacer"),
        (3, "forme_inattendue"),
        (4, "forme_inattendue"),
    ]
    assert "1951199001002" not in str(refus["message"].to_list())


def test_of_a_source_with_a_reader_of_its_own_units_are_only_set_aside(roots):
    """A declaration holds one value in several rows: to change one of them would part them."""
    dsn = (EXEMPLES / "mensuelle_2025-06_P25V01.dsn").read_text("latin-1").replace("00.005,'01'", "00.005,'02'")
    dossier = roots.depot / "dsn" / "2025-07-05"
    dossier.mkdir(parents=True)
    (dossier / "juin.dsn").write_text(dsn, encoding="latin-1")
    atterrir(roots, "dsn")
    fichier, lignes = court(roots, "juin.dsn"), lac(roots, "dsn", "contrat")["ligne"].to_list()
    demande = remplacer(fichier, lignes[1], "S21.G00.40.001", "01062025").replace("inscription;", "dsn;")
    corriger(roots, "2025-07-10", ecarter(fichier, lignes[0], "dsn"), demande)
    atterrir(roots, "dsn")
    assert comptes(roots, "juin.dsn", "2025-07-05") == ("accepte", 3, 2, 1, 0, 0)
    assert lister_corrections(roots).sort("ligne_visee").select("etat", "detail").rows() == [
        ("active", None),
        ("sans_effet", "cette source a son propre lecteur : seule l'action ecarter y est possible"),
    ]


def test_the_life_of_the_file_tells_that_a_correction_had_it_read_again(roots, fautif):
    corriger(roots, "2025-07-10", remplacer(fautif, 3, "dtnai", "30/11/1995"))
    atterrir(roots)
    vie = lister_journal(roots, CESSATIONS).select("evenement", "pourquoi", "acceptees").rows()
    assert vie == [("recu", None, 1), ("relu", ["corrections"], 2)]


def test_corrections_received_in_any_order_give_the_same_lake(roots, tmp_path, fautif):
    autre = Roots(tmp_path / "autre").create()
    corriger(autre, "2025-07-10", remplacer(fautif, 3, "dtnai", "30/11/1995"))
    cessations(autre, "2025-07-04", OMBRA, IMPOSSIBLE)
    corriger(roots, "2025-07-10", remplacer(fautif, 3, "dtnai", "30/11/1995"))
    for maison in (autre, roots):
        ingerer(maison, CLES, "inscription")
    chemin = "inscription/2025-07-04/cessation.parquet"
    assert (autre.lac / chemin).read_bytes() == (roots.lac / chemin).read_bytes()
