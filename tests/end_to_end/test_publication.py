"""A release is the same for the same inputs, publishing again changes nothing, hostile files stop nothing."""

import shutil

from tests.conftest import lancer


def _sommes(roots) -> str:
    return (roots.public / "latest" / "SHA256SUMS").read_text()


def test_running_again_publishes_nothing_new(petite_france):
    avant = _sommes(petite_france.roots)
    petite_france.lancer("run")
    assert _sommes(petite_france.roots) == avant
    assert len(list((petite_france.roots.public / "millesimes").iterdir())) == 1


def test_the_release_passes_its_own_verification(petite_france):
    assert "as published" in petite_france.lancer("verify")


def test_the_same_depot_gives_the_same_bytes_elsewhere(petite_france, tmp_path):
    shutil.copytree(petite_france.roots.depot, tmp_path / "depot")
    lancer(tmp_path, "run")
    assert _sommes(type(petite_france.roots)(tmp_path)) == _sommes(petite_france.roots)


def test_a_run_refuses_to_simulate_over_received_files(tmp_path):
    recu = tmp_path / "depot" / "inscription" / "2026-01-05"
    recu.mkdir(parents=True)
    (recu / "inscriptions_01_2025-12.csv").write_text("nir\n")
    sortie = lancer(tmp_path, "run", "--personnes", "500", "--mois", "6", attendu=1)
    assert "simulat" in sortie
