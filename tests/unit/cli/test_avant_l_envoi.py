"""A partner alone with a file: what `pilotage validate` says, and that its sentences are enough to mend the file."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli.commandes import pilotage

EXEMPLES = Path(__file__).parents[1] / "sources" / "exemples"
ENTETE = "nir;numdemrsa;typeorient;structurereferente;date_propo;date_valid;statut_orient;rgorient;origine\n"
JUSTE = "1951199001002;90000000001;Emploi;France Travail;2025-03-20;2025-04-02;Orienté;1;manuelle\n"


@pytest.fixture
def valider(tmp_path, monkeypatch):
    """Run `pilotage validate` on a text given a name, where there is neither key nor house."""
    monkeypatch.delenv("PILOTAGE_CLE", raising=False)
    monkeypatch.setenv("PILOTAGE_HOME", str(tmp_path / "nulle_part"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))

    def _valider(texte: str, nom: str = "orientsstructs_01_2025-06-30.csv", *options: str):
        (tmp_path / nom).write_text(texte, encoding="utf-8")
        fait = CliRunner().invoke(pilotage, ["validate", str(tmp_path / nom), *options])
        assert not (tmp_path / "nulle_part").exists()
        return fait.exit_code, fait.output

    return _valider


def test_a_wrong_file_is_mended_from_its_sentences_alone(valider):
    """Each step mends only what the step before said."""
    code, dit = valider(ENTETE.replace("date_propo", "date_proposee") + JUSTE)
    assert code == 1
    assert "il manque à l'en-tête date_propo" in dit
    assert "Colonnes attendues : nir, numdemrsa, typeorient, structurereferente, date_propo, date_valid" in dit
    code, dit = valider(ENTETE + JUSTE.replace("2025-04-02", "02/04/2025").replace("Orienté", "Oriente"))
    assert code == 1
    assert "1 reçues, 0 acceptées, 1 refusées" in dit
    assert "ligne 2, colonne date_valid = « 02/04/2025 » : une date AAAA-MM-JJ est attendue" in dit
    assert "ligne 2, colonne statut_orient = « Oriente » : code inconnu ; attendus : Orienté, En attente" in dit
    code, dit = valider(ENTETE + JUSTE.replace("2025-04-02", "2025-03-02"))
    assert code == 1
    assert "la validation (date_valid) précède la proposition (date_propo)" in dit
    code, dit = valider(ENTETE + JUSTE)
    assert code == 0
    assert "1 reçues, 1 acceptées, 0 refusées" in dit
    assert "tout serait accepté" in dit


def test_no_identity_is_ever_printed(valider):
    code, dit = valider(ENTETE + JUSTE.replace("1951199001002", "1951399001002"))
    assert code == 1
    assert "nir : le mois de naissance du NIR est impossible" in dit
    assert "1951399001002" not in dit
    assert "90000000001" not in dit


def test_many_faults_of_one_rule_are_counted_and_some_shown(valider):
    code, dit = valider(ENTETE + JUSTE.replace(";1;", ";0;") * 7, "orientsstructs_01_2025-06-30.csv", "--exemples", "2")
    assert code == 1
    assert "Faute hors_bornes (7)" in dit
    assert dit.count("colonne rgorient") == 2
    assert "et 5 autre(s)" in dit


def test_a_name_that_says_nothing_asks_for_the_source(valider):
    code, dit = valider(ENTETE + JUSTE, "mon_fichier.csv")
    assert code == 2
    assert "--source" in dit
    code, dit = valider(ENTETE + JUSTE, "mon_fichier.csv", "--source", "webrsa")
    assert code == 1
    assert "Renommez le fichier" in dit
    code, dit = valider(ENTETE + JUSTE, "mon_fichier.csv", "--source", "webrsaa")
    assert code == 2
    assert "rsa_contact, sanction" in dit


def test_every_right_example_passes_and_every_wrong_one_does_not():
    lances = 0
    for dossier in sorted(EXEMPLES.iterdir()):
        for chemin in sorted(dossier.iterdir()):
            fait = CliRunner().invoke(pilotage, ["validate", str(chemin)])
            fautif = "fautif" in chemin.name or "sansNIR" in chemin.name
            assert fait.exit_code == (1 if fautif else 0), fait.output
            lances += 1
    assert lances > 50
