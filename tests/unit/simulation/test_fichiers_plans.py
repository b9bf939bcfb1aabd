"""The files of objectives and plans: few, dated, accepted by the door, and France sets no target."""

from datetime import date

import polars as pl
import pytest

from pipelines.simulation.fichiers.objectif import EcrivainObjectif
from pipelines.simulation.fichiers.plan_action import EcrivainPlanAction
from pipelines.simulation.monde.modele import Parametres
from pipelines.simulation.plan import Plan
from tests.unit.simulation.test_fichiers import Maison


@pytest.fixture
def maison(tmp_path, monkeypatch) -> Maison:
    """Fourteen months from October 2024 to November 2025."""
    maison = Maison(tmp_path, monkeypatch)
    parametres = Parametres(100, 14, date(2025, 11, 1), 1)
    maison.bureau = type(maison.bureau)(parametres, Plan(parametres), maison.bureau.brouillon, maison.bureau.facteur)
    for mois in parametres.liste_mois:
        for ecrivain in (EcrivainObjectif(), EcrivainPlanAction()):
            ecrivain.envoyer(maison.bureau, mois)
    return maison


def noms(maison: Maison, source: str) -> list[str]:
    return sorted(chemin.name for chemin in (maison.depot / source).rglob("*.csv"))


def test_objectives_come_with_the_first_month_then_each_january(maison):
    assert noms(maison, "objectif") == ["objectifs_2024-11-14.csv", "objectifs_2025-02-14.csv"]
    objectifs = maison.relire("objectif")["objectif"]
    assert objectifs.height == 20
    assert "national" not in set(objectifs["territoire_niveau"])
    assert set(objectifs["date_decision"].cast(pl.String)) == {"2024-10-20", "2025-01-20"}


def test_the_programme_is_decided_again_with_a_higher_target(maison):
    objectifs = maison.relire("objectif")["objectif"].filter(pl.col("periode_fin").cast(pl.String) == "2027-12-31")
    dits = objectifs.select(pl.col("date_decision", "valeur_cible").cast(pl.String)).sort("date_decision").rows()
    assert dits == [("2024-10-20", "0.6"), ("2025-01-20", "0.65")]


def test_a_plan_is_announced_followed_and_closed(maison):
    """The action of 2024 is done in January 2025; that of 2025 has news in the last month."""
    assert noms(maison, "plan_action") == [
        "actions_plan_2024-11-14.csv",
        "actions_plan_2025-02-14.csv",
        "actions_plan_2025-12-14.csv",
    ]
    actions = maison.relire("plan_action")["action_de_plan"]
    assert actions.height == 7 + 14 + 5
    suivies = actions.filter(pl.col("action").str.ends_with("-01")).sort("action", "date_mise_a_jour")
    assert suivies.select("action", "statut", pl.col("etapes_faites").cast(pl.Int64)).rows() == [
        ("A-2024-01", "EN_COURS", 1),
        ("A-2024-01", "FAITE", 6),
        ("A-2025-01", "EN_COURS", 1),
        ("A-2025-01", "EN_COURS", 4),
    ]
