"""The bench of the door runs: every file it makes is right to the last row, and its naive readers count as it does."""

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from benchmarks import fabrique, sources
from pipelines.contracts import charger
from pipelines.contracts.identification import porteur
from pipelines.identity import Cles
from pipelines.landing import ingerer, lister_registre
from pipelines.roots import Roots
from pipelines.sources import toutes

LIGNES = 200
RACINE = Path(__file__).parents[3]


def test_every_source_is_measured_or_said_to_be_small():
    assert set(fabrique.SANS_MILLION) == {"bassin", "comite_local", "zone_emploi"}
    assert set(fabrique.SANS_MILLION) < set(toutes())


@pytest.mark.parametrize("source", [source for source in toutes() if source not in fabrique.SANS_MILLION])
def test_all_the_rows_of_a_made_file_are_accepted_and_are_of_different_persons(source, tmp_path):
    roots = Roots(tmp_path).create()
    dossier = roots.depot / source / sources.RECEPTION
    dossier.mkdir(parents=True)
    fabrique.ecrire(source, dossier, LIGNES)
    assert sources.ETAPES["naif"](source, tmp_path, LIGNES)["unites"] == LIGNES
    ingerer(roots, Cles("x" * 32), source)
    comptes = lister_registre(roots).select("unites_recues", "acceptees").sum().row(0)
    assert comptes == (LIGNES, LIGNES)
    for entite in charger(source).entites.values():
        nir = porteur(entite, "personne")
        lac = pl.read_parquet(roots.lac / source / sources.RECEPTION / f"{entite.nom}.parquet")
        if nir and nir.requis and lac.height:
            assert lac["personne_id"].n_unique() == lac.height


def test_the_documents_of_a_list_are_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(fabrique, "_DOCUMENT", 50_000)
    chemins = fabrique.ecrire("offre_active", tmp_path, LIGNES)
    assert len(chemins) > 2
    assert all(chemin.stat().st_size < 50_000 for chemin in chemins)


def test_the_command_prints_a_line_for_a_source():
    fait = subprocess.run(
        [sys.executable, "-m", "benchmarks.sources", "--lignes", "50", "--sources", "inscription"],
        cwd=RACINE,
        capture_output=True,
        text=True,
        check=True,
    )
    lignes = [ligne.split(" | ")[:2] for ligne in fait.stdout.splitlines()]
    assert lignes[2:] == [["| inscription", "50"]]
