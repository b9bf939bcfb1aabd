"""Nothing is lost at the door, and every planted defect is caught where it was planted."""

import json

import polars as pl
import pytest


@pytest.fixture(scope="module")
def registre(france) -> pl.DataFrame:
    fichiers = sorted(france.roots.registre.glob("*/*.jsonl"))
    return pl.concat([pl.read_ndjson(f, infer_schema_length=None) for f in fichiers], how="diagonal_relaxed")


def test_every_file_of_the_depot_is_in_the_ledger_once(france, registre):
    recus = [f for f in france.roots.depot.rglob("*") if f.is_file() and not f.name.startswith(".")]
    assert registre.height == len(recus) > 1_000


def test_received_is_accepted_plus_quarantined_plus_duplicates_plus_out_of_scope(registre):
    total = pl.sum_horizontal("acceptees", "quarantaine", "doublons", "hors_champ")
    assert registre.filter(pl.col("unites_recues") != total).is_empty()
    assert registre["acceptees"].sum() > 100_000


def test_every_planted_defect_is_in_quarantine(france):
    defauts = json.loads((france.roots.verites / "defauts.json").read_text())
    assert len(defauts) >= 8
    registre = {
        (ligne["source"], str(ligne["date_reception"]), ligne["nom"]): ligne
        for fichier in france.roots.registre.glob("*/*.jsonl")
        for ligne in map(json.loads, fichier.read_text().splitlines())
    }
    for defaut in defauts:
        ligne = registre[(defaut["source"], defaut["date_reception"], defaut["fichier"])]
        colonne = "doublons" if defaut["attendu"] == "doublon" else "quarantaine"
        assert ligne[colonne] >= defaut["unites"], f"{defaut} not caught: {ligne}"
