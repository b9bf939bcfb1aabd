"""Keys: where they come from, what they refuse, and that they never show."""

import logging
import pickle

import pytest

from pipelines.identity import CleRefusee, Cles

CLE = "une clé de test assez longue pour être acceptée"


@pytest.fixture
def sans_cle(monkeypatch, tmp_path):
    monkeypatch.delenv("PILOTAGE_CLE", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "pilotage" / "cle"


def test_the_key_comes_from_the_environment_first(sans_cle, monkeypatch):
    monkeypatch.setenv("PILOTAGE_CLE", CLE)
    assert Cles.depuis_environnement().identifiant == Cles(CLE).identifiant


def test_31_characters_are_refused_32_are_enough():
    with pytest.raises(CleRefusee, match="31 characters"):
        Cles("a" * 31)
    assert Cles("a" * 32)


def test_without_a_key_the_sentence_says_what_to_do(sans_cle):
    with pytest.raises(CleRefusee, match="PILOTAGE_CLE"):
        Cles.depuis_environnement()
    assert not sans_cle.exists()


def test_a_demonstration_makes_its_key_once_and_says_so(sans_cle, caplog):
    with caplog.at_level(logging.INFO, "pilotage.identity"):
        premiere = Cles.depuis_environnement(creer=True)
    assert "a key was made" in caplog.text
    assert sans_cle.read_text().strip() not in caplog.text
    assert sans_cle.stat().st_mode & 0o777 == 0o600
    assert sans_cle.parent.stat().st_mode & 0o777 == 0o700
    assert Cles.depuis_environnement().identifiant == premiere.identifiant


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o700])
def test_a_key_file_others_could_read_is_refused(sans_cle, mode):
    Cles.depuis_environnement(creer=True)
    sans_cle.chmod(mode)
    with pytest.raises(CleRefusee, match="chmod 600"):
        Cles.depuis_environnement()


def test_keys_never_show():
    cles = Cles(CLE)
    montre = f"{cles!r} {cles} {cles.__repr__()}"
    for secret in (CLE, cles.pseudonyme.hex(), cles.enregistrement.hex(), cles.arrondi.hex()):
        assert secret not in montre
    assert len(cles.identifiant) == 12
    with pytest.raises(TypeError):
        pickle.dumps(cles)


def test_each_use_has_its_own_key():
    cles = Cles(CLE)
    assert len({cles.pseudonyme, cles.enregistrement, cles.arrondi}) == 3
    assert Cles(CLE + ".").pseudonyme != cles.pseudonyme
