"""The counts of the house, told again from what is on disk; a whole file refused for one row."""

import json
from dataclasses import replace

import polars as pl
import pytest

from pipelines.contracts import Regle, charger
from pipelines.landing import controler_les_comptes, ingestion, lister_quarantaine, registre
from pipelines.sources import generique, ouverture
from tests.unit.landing.maison import BRUNO, CESSATIONS, OMBRA, atterrir, cessations, comptes, court, lac

JOUR = "2025-07-04"
FAUTIVE = BRUNO.replace("30/11/1995", "31/11/1995")


@pytest.fixture
def landed(roots):
    """Three rows: one right, one repeated, one refused; and a file refused for its header."""
    cessations(roots, JOUR, OMBRA, OMBRA, FAUTIVE)
    (roots.depot / "inscription" / JOUR / "cessations_02_2025-06.csv").write_text("nir;date\n1;2\n")
    atterrir(roots)
    return roots


def modifier_le_registre(roots, nom: str, **valeurs: int) -> None:
    chemin = roots.registre / "inscription" / f"{JOUR}.jsonl"
    lignes = [ligne | (valeurs if ligne["nom"] == nom else {}) for ligne in registre.lire(chemin)]
    chemin.write_text("".join(json.dumps(ligne) + "\n" for ligne in lignes))


def test_a_house_in_which_nothing_is_lost(landed):
    assert comptes(landed, CESSATIONS, JOUR) == ("accepte", 3, 1, 1, 1, 0)
    assert comptes(landed, "cessations_02_2025-06.csv", JOUR) == ("refuse", 1, 0, 1, 0, 0)
    assert controler_les_comptes(landed) == []


def test_a_sum_that_is_false_is_said(landed):
    modifier_le_registre(landed, CESSATIONS, unites_recues=4)
    assert controler_les_comptes(landed) == [
        f"inscription {JOUR}, {CESSATIONS}: 4 units received, but 1 acceptees + 1 quarantaine + 1 doublons + "
        "0 hors_champ."
    ]


def test_a_quarantine_that_lost_a_unit_is_said(landed):
    chemin = landed.quarantaine / "inscription" / f"{JOUR}.parquet"
    pl.read_parquet(chemin).filter(pl.col("unite").is_null()).write_parquet(chemin)
    assert controler_les_comptes(landed) == [
        f"inscription {JOUR}, {CESSATIONS}: 1 units in quarantine by the ledger, 0 in the quarantine itself."
    ]


def test_a_lake_without_an_accepted_file_or_with_another_is_said(landed):
    chemin = landed.lac / "inscription" / JOUR / "cessation.parquet"
    pl.read_parquet(chemin).with_columns(fichier=pl.lit("feedfeedfeedfeed")).write_parquet(chemin)
    assert controler_les_comptes(landed) == [
        f"inscription {JOUR}, {CESSATIONS}: 1 units accepted by the ledger, no row of it in the lake.",
        f"inscription {JOUR}: rows of feedfeedfeedfeed in the lake, which the ledger does not know.",
    ]


@pytest.fixture
def regle_de_fichier(monkeypatch):
    """The contract of registrations, with a rule that refuses whole the files of another extraction than July's."""
    contrat = charger("inscription")
    regle = Regle("extraction_de_juillet", "date_part('month', DATEXT) = 7", "extraction d'un autre mois.", "fichier")
    cessation = contrat.entites["cessation"]
    entites = contrat.entites | {"cessation": replace(cessation, regles=(*cessation.regles, regle))}
    severe = replace(contrat, entites=entites, empreinte="autre")
    monkeypatch.setattr(ingestion, "charger", lambda source: severe if source == "inscription" else charger(source))


def test_one_row_refuses_the_whole_file(roots, regle_de_fichier):
    juin = BRUNO.replace("01/07/2025", "30/06/2025")
    cessations(roots, JOUR, OMBRA, juin, juin.replace("10/06", "11/06"))
    cessations(roots, JOUR, OMBRA, nom="cessations_02_2025-06.csv")
    atterrir(roots)
    assert comptes(roots, CESSATIONS, JOUR) == ("refuse", 3, 0, 3, 0, 0)
    assert comptes(roots, "cessations_02_2025-06.csv", JOUR) == ("accepte", 1, 1, 0, 0, 0)
    assert lister_quarantaine(roots).select("fichier", "unite", "regle", "message", "gravite").rows() == [
        (
            court(roots, CESSATIONS),
            None,
            "extraction_de_juillet",
            "ligne 3 : extraction d'un autre mois. Le fichier entier est refusé (2 ligne(s) dans ce cas).",
            "rejet",
        )
    ]
    assert lac(roots, "inscription", "cessation")["fichier"].to_list() == [court(roots, "cessations_02_2025-06.csv")]
    assert controler_les_comptes(roots) == []


def test_one_row_at_the_end_of_a_large_file_refuses_it_whole(roots, regle_de_fichier, monkeypatch):
    monkeypatch.setattr(generique, "OCTETS_PAR_PARTIE", 150)
    monkeypatch.setattr(ouverture, "MORCEAU", 64)
    cessations(roots, JOUR, OMBRA, BRUNO, BRUNO.replace("10/06", "11/06"), BRUNO.replace("01/07/2025", "30/06/2025"))
    atterrir(roots)
    assert comptes(roots, CESSATIONS, JOUR) == ("refuse", 4, 0, 4, 0, 0)
    assert lac(roots, "inscription", "cessation").is_empty()
