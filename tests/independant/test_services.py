"""Services of insertion and the constraints they answer, worked out by hand: a day on each side of every bound."""

from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from tests.independant import services
from tests.independant.territoires import Territoires

FIN = date(2025, 8, 31)
TOULOUSE, BORDEAUX, INCONNUE = "31555", "33063", "99999"


@pytest.fixture(scope="module")
def lieux() -> Territoires:
    return Territoires()


def _faits(lieux: Territoires, listes: list[dict], contraintes: list[tuple] = (), mois: int = 8) -> pl.DataFrame:
    """Of the end of August 2025; one person is registered since January."""
    service = {
        "fin_du_mois": FIN,
        "commune": TOULOUSE,
        "commune_de_la_structure": None,
        "date_mise_a_jour": FIN,
        "thematiques": '["mobilite--permis"]',
    }
    types = {"commune": pl.String, "commune_de_la_structure": pl.String, "thematiques": pl.String}
    inscrite = {"personne_id": 1, "debut": date(2025, 1, 6), "fin": None, "commune": TOULOUSE, "emetteur": "31"}
    dates = {"personne_id": pl.Int64, "contrainte": pl.String, "date_detection": pl.Date, "date_levee": pl.Date}
    maison = SimpleNamespace(
        fins_de_mois=pl.DataFrame({"jour": [date(2025, mois, 31)]}),
        periodes=pl.DataFrame([inscrite], schema_overrides={"fin": pl.Date}),
        suivi=SimpleNamespace(contraintes=pl.DataFrame([(1, *c) for c in contraintes], schema=dates, orient="row")),
    )
    lignes = pl.DataFrame([service | s for s in listes], schema_overrides=types)
    return services.toutes(lignes, maison, lieux)


@pytest.mark.parametrize(
    ("service", "commune"),
    [
        ({}, TOULOUSE),
        ({"commune_de_la_structure": BORDEAUX}, TOULOUSE),
        ({"commune": None, "commune_de_la_structure": BORDEAUX}, BORDEAUX),
        ({"commune": INCONNUE, "commune_de_la_structure": BORDEAUX}, BORDEAUX),
        ({"commune": None}, None),
        ({"commune": INCONNUE}, None),
        # six months before the end of August is the last day of February
        ({"date_mise_a_jour": date(2025, 2, 28)}, TOULOUSE),
        ({"date_mise_a_jour": date(2025, 2, 27)}, None),
        ({"date_mise_a_jour": date(2025, 9, 1)}, None),
    ],
)
def test_a_service_counts_where_it_is_if_it_is_up_to_date(lieux, service, commune):
    faits = _faits(lieux, [service])
    assert faits.select("commune", "numerateur", "denominateur").rows() == ([(commune, 1, 0)] if commune else [])


@pytest.mark.parametrize(
    ("thematiques", "contraintes"),
    [
        ('["famille--garde", "garde-denfant"]', {"familiale"}),
        ('["lecture-ecriture-calcul--lire", "logement-hebergement--etre-accompagne"]', {"savoirs", "logement"}),
        ('["apprendre-francais--x"]', {"savoirs"}),
        ('["illettrisme--x"]', {"savoirs"}),
        ('["gestion-financiere--x"]', {"financiere"}),
        ('["equipement-et-alimentation--x"]', {"financiere"}),
        ('["difficultes-financieres--x"]', {"financiere"}),
        ('["acces-aux-droits-et-citoyennete--x"]', {"administrative"}),
        ('["difficultes-administratives-ou-juridiques--x"]', {"administrative"}),
        ('["numerique--x","sante--y","trouver-un-emploi--mobilite"]', {"numerique", "sante"}),
        ('["mobilite-douce--x"]', set()),
        ('["trouver-un-emploi--x"]', set()),
        ("[]", set()),
        (None, set()),
    ],
)
def test_a_service_answers_the_constraints_of_its_themes(lieux, thematiques, contraintes):
    faits = _faits(lieux, [{"thematiques": thematiques}])
    assert set(faits["contrainte"].explode()) == contraintes
    assert faits.height == bool(contraintes)


@pytest.mark.parametrize(
    ("contraintes", "siennes"),
    [
        ([("SANTE", FIN, None)], {"sante"}),
        ([("SANTE", date(2025, 9, 1), None)], None),
        ([("SANTE", date(2025, 3, 3), FIN)], None),
        ([("SANTE", date(2025, 3, 3), date(2025, 9, 1))], {"sante"}),
        # found before she registered, found twice
        ([("LOGEMENT", date(2024, 3, 3), None), ("SANTE", FIN, None), ("SANTE", FIN, None)], {"logement", "sante"}),
    ],
)
def test_a_person_counts_once_with_all_her_constraints(lieux, contraintes, siennes):
    personnes = _faits(lieux, [{}], contraintes).filter(pl.col("denominateur") == 1)
    assert [set(c) for c in personnes["contrainte"]] == ([siennes] if siennes else [])
    assert personnes["numerateur"].sum() == 0


def test_a_month_without_a_list_counts_nobody(lieux):
    faits = _faits(lieux, [{}], [("SANTE", date(2025, 3, 3), None)], mois=7)
    assert faits["denominateur"].sum() == 0


def test_the_last_list_of_a_month_tells_it(tmp_path):
    """Of the list of the 31st as it was received last, and of the structures of that day."""

    def recevoir(recu: str, entite: str, lignes: list[tuple]) -> None:
        dossier = tmp_path / "service_insertion" / recu
        dossier.mkdir(parents=True, exist_ok=True)
        colonnes = ["structure", "commune"] if entite == "structure" else ["service", "structure"]
        pl.DataFrame(
            [(date.fromisoformat(recu), recu, 1, *ligne) for ligne in lignes],
            schema=["date_reception", "fichier", "ligne", "date_extraction", *colonnes],
            orient="row",
        ).write_parquet(dossier / f"{entite}.parquet")

    premier, dernier = date(2025, 8, 1), FIN
    recevoir("2025-08-10", "service", [(premier, "retire", "s"), (premier, "garde", "s")])
    recevoir("2025-08-10", "structure", [(premier, "s", TOULOUSE), (premier, "t", TOULOUSE)])
    recevoir("2025-09-10", "service", [(dernier, "garde", "s"), (dernier, "ailleurs", "t")])
    recevoir("2025-09-10", "structure", [(dernier, "s", TOULOUSE)])
    recevoir("2025-09-12", "structure", [(dernier, "s", BORDEAUX)])
    colonnes = ["service", "fin_du_mois", "commune_de_la_structure"]
    lues = services.listes(tmp_path, date(2025, 9, 12)).select(colonnes).sort("service").rows()
    assert lues == [("ailleurs", FIN, None), ("garde", FIN, BORDEAUX)]
    lues = services.listes(tmp_path, date(2025, 8, 31)).select(colonnes).sort("service").rows()
    assert lues == [("garde", FIN, TOULOUSE), ("retire", FIN, TOULOUSE)]
