"""The files of surveys: one for a quarter, and answers told when they are known."""

from datetime import date

import polars as pl
import pytest

from pipelines.simulation.fichiers.enquete import EcrivainEnquete
from tests.unit.simulation.test_fichiers import Maison


@pytest.fixture
def maison(tmp_path, monkeypatch) -> Maison:
    return Maison(tmp_path, monkeypatch)


def question(envoi: date, reponse: int | None = None, le: date | None = None) -> dict:
    connue = {"question": "satisfaction_globale", "echelle": "4", "poids": 1.25, "commune": "01053"}
    return connue | {"reponse": reponse, "date_envoi": envoi, "date_reponse": le}


def csv(maison: Maison, nom: str) -> list[dict[str, str]]:
    entete, *lignes = maison.lignes(f"{nom}.csv")
    return [dict(zip(entete.split(";"), ligne.split(";"), strict=True)) for ligne in lignes]


def test_an_answer_of_the_next_quarter_is_told_with_it(maison):
    """Asked on 20 March, answered on 2 April: March's file does not know, June's tells the question again."""
    personne = pl.DataFrame([{"personne": 1} | question(date(2025, 3, 20), 3, date(2025, 4, 2))])
    siret = {"siret": "00000001800010"}
    entreprise = pl.DataFrame(
        [siret | question(date(2025, 2, 5), 2, date(2025, 2, 9)), siret | question(date(2025, 3, 6))]
    )
    maison.ecrire(EcrivainEnquete(), personne_interrogee=personne, entreprise_interrogee=entreprise)
    noms = sorted(f"{chemin.parent.name} {chemin.name}" for chemin in (maison.depot / "enquete").rglob("*.csv"))
    assert noms == [
        "2025-04-20 enquete_entreprises_2025-03.csv",
        "2025-04-20 enquete_personnes_2025-03.csv",
        "2025-07-20 enquete_entreprises_2025-06.csv",
        "2025-07-20 enquete_personnes_2025-06.csv",
    ]
    (mars,), (juin,) = csv(maison, "enquete_personnes_2025-03"), csv(maison, "enquete_personnes_2025-06")
    assert (mars["reponse"], mars["date_reponse"], mars["date_extraction"]) == ("", "", "2025-03-31")
    assert (juin["reponse"], juin["date_reponse"], juin["poids"]) == ("3", "2025-04-02", "1.25")
    vues = [(ligne["date_envoi"], ligne["reponse"]) for ligne in csv(maison, "enquete_entreprises_2025-03")]
    assert vues == [("2025-02-05", "2"), ("2025-03-06", "")]
    assert csv(maison, "enquete_entreprises_2025-06") == []
    lues = maison.relire("enquete")
    assert (lues["personne_interrogee"].height, lues["entreprise_interrogee"].height) == (2, 2)
