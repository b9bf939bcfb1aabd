"""What `pilotage indicators` says of a release: months, rows, and why what is missing is missing."""

import json
from datetime import date

import polars as pl
import pytest
from click.testing import CliRunner

from pipelines import catalogue
from pipelines.cli.commandes import pilotage
from pipelines.cli.indicateurs import _RAISONS, publications, raison_d_absence
from pipelines.disclosure import MOTIFS

LIGNES = [
    ("entrees", "mois", date(2026, 3, 1), 40.0, None),
    ("entrees", "mois", date(2026, 4, 1), 45.0, None),
    ("entrees", "mois", date(2026, 4, 1), 5.0, None),
    ("entrees", "mois", date(2026, 5, 1), None, "couverture_partielle"),
    ("part_action_15j", "mois", date(2026, 3, 1), 0.5, None),
    ("part_action_15j", "mois", date(2026, 4, 1), None, "effectif_insuffisant"),
    ("part_action_15j", "mois", date(2026, 4, 1), None, "part_extreme"),
    ("part_action_15j", "mois", date(2026, 5, 1), None, "fenetre_incomplete"),
    ("part_action_15j", "glissant_12m", date(2025, 6, 1), 0.5, None),
    ("delai_diagnostic_median", "mois", date(2026, 3, 1), None, "mediane_non_atteinte"),
]
LIVREES = ("inscription", "accompagnement", "diagnostic")


@pytest.fixture
def maison(tmp_path, monkeypatch):
    """A house with one release of LIGNES, whose words are those of the catalogue but `reprises`."""
    monkeypatch.setenv("PILOTAGE_HOME", str(tmp_path))
    millesime = tmp_path / "public" / "millesimes" / "2026-06-30"
    millesime.mkdir(parents=True)
    (tmp_path / "public" / "latest").symlink_to(millesime)
    colonnes = ["indicateur", "periode_type", "periode_debut", "valeur", "motif"]
    pl.DataFrame(LIGNES, schema=colonnes, orient="row").write_parquet(millesime / "indicateurs.parquet")
    pl.DataFrame(
        [(source, "fraicheur_source") for source in LIVREES] + [("sanction", "taux_quarantaine")],
        schema=["source", "mesure"],
        orient="row",
    ).write_parquet(millesime / "qualite_sources.parquet")
    connus = [{"indicateur": nom} for nom in catalogue.charger().indicateurs if nom != "reprises"]
    (millesime / "indicateurs_metadonnees.json").write_text(json.dumps({"indicateurs": connus}))
    return millesime


def test_months_rows_and_reasons_of_each_indicator(maison):
    """A rolling year with a value is a row with a value, and no month."""
    rien = dict.fromkeys(["window not over", "file missing", "withheld", "half not reached", "not applicable"], 0)
    mars = {"months": 1, "from": "2026-03", "to": "2026-03"}
    assert publications(maison) == {
        "entrees": rien | {"months": 2, "from": "2026-03", "to": "2026-04", "with": 3, "file missing": 1},
        "part_action_15j": rien | mars | {"with": 2, "withheld": 2, "window not over": 1},
        "delai_diagnostic_median": rien | {"months": 0, "from": None, "to": None, "with": 0, "half not reached": 1},
    }


@pytest.mark.parametrize(
    ("nom", "connus", "livrees", "phrase"),
    [
        ("reductions", ["reductions"], ["inscription"], "source never delivered: sanction"),
        ("activite_15h", ["activite_15h"], ["rsa"], "source never delivered: inscription, contrat_engagement"),
        ("immersions", ["immersions"], LIVREES, "its sources have no month in common yet"),
        ("reprises", ["reductions"], [], "added to the catalogue since: run `pilotage run` again"),
    ],
)
def test_why_an_indicator_has_no_row(nom, connus, livrees, phrase):
    assert raison_d_absence(catalogue.charger().indicateurs[nom], connus, livrees) == phrase


def test_the_page_lists_the_whole_catalogue_once(maison):
    fait = CliRunner().invoke(pilotage, ["indicators"])
    assert fait.exit_code == 0, fait.output
    premiers_mots = [ligne.strip("│ ").split(" ")[0] for ligne in fait.output.splitlines()]
    noms = set(catalogue.charger().indicateurs)
    assert sorted(mot for mot in premiers_mots if mot in noms) == sorted(noms)
    assert "2, 2026-03 to 2026-04" in fait.output
    assert "window not over 1, withheld 2" in fait.output
    assert "Published in 2026-06-30" in fait.output
    assert "source never delivered: sanction" in fait.output


def test_every_reason_of_a_release_has_its_words():
    assert sorted(motif for motifs in _RAISONS.values() for motif in motifs) == sorted(MOTIFS)


def test_nothing_published_yet_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("PILOTAGE_HOME", str(tmp_path))
    fait = CliRunner().invoke(pilotage, ["indicators"])
    assert fait.exit_code == 1
    assert "run `pilotage run` first" in fait.output
