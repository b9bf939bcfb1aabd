"""Truths by commune: which commune of today a unit counts in, over twelve months that end with a quarter."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from pipelines.simulation.verites import Verites
from pipelines.simulation.verites.zones import Zones
from tests.unit.simulation.monde_ecrit import PARAMETRES, Monde

DEPOT = datetime(2024, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def par_commune(zones):
    """(commune, numerator, denominator, exclusions, median) of the cells of 2024 of an indicator, by commune."""

    def lire(monde: Monde, indicateur: str, zones: Zones | None = zones) -> list[tuple]:
        return (
            _cellules(monde, indicateur, zones)
            .filter(pl.col("periode_debut").dt.to_string() == "2024-01-01")
            .select("territoire_code", "numerateur", "denominateur", "exclus", "mediane")
            .rows()
        )

    return lire


def _cellules(monde: Monde, indicateur: str, zones: Zones | None) -> pl.DataFrame:
    verites = Verites(PARAMETRES, zones)
    verites.ajouter(monde.bloc())
    return verites.cellules_de(indicateur).filter(territoire_niveau="commune")


def test_an_old_code_counts_in_the_commune_it_became(par_commune):
    """01009 became 01001."""
    monde = Monde().inscrite("2024-03-15", commune="01009").inscrite("2024-05-15", numero=2, commune="01001")
    monde.inscrite("2024-03-15", numero=3, commune="71002", departement="71")
    assert par_commune(monde, "entrees") == [("01001", None, 2, 0, None), ("71002", None, 1, 0, None)]


@pytest.mark.parametrize("commune", [None, "01999"])
def test_who_is_in_no_known_commune_counts_in_none(par_commune, verite, commune):
    """She counts in the département of the file that tells of her, all the same."""
    monde = Monde().inscrite("2024-03-15", commune=commune)
    assert par_commune(monde, "entrees") == []
    an = {"periode_type": "glissant_12m", "territoire_niveau": "departement", "territoire_code": "01"}
    assert verite(monde, "entrees", "2024-01-01", **an) == (None, 1, 0)


def test_the_arrondissements_of_paris_lyon_and_marseille_are_one_commune_each(par_commune):
    monde = Monde()
    for numero, commune in enumerate(("75101", "75120", "75056", "69383", "13201", "13216")):
        monde.inscrite("2024-03-15", numero=numero, commune=commune, departement=commune[:2])
    dits = par_commune(monde, "entrees", zones=None)
    assert dits == [("13055", None, 2, 0, None), ("69123", None, 1, 0, None), ("75056", None, 3, 0, None)]


def test_a_collectivity_out_of_the_departements_has_no_commune(par_commune):
    """Saint-Pierre, of Saint-Pierre-et-Miquelon."""
    monde = Monde().inscrite("2024-03-15", commune="97502", departement="975")
    assert par_commune(monde, "entrees", zones=None) == []


def test_a_commune_of_fewer_than_fifty_inhabitants_is_not_told_by_itself():
    """Rochefourchat has one or two: who lives there counts in the Drôme."""
    monde = Monde().inscrite("2024-03-15", commune="26274", departement="26")
    verites = Verites(PARAMETRES)
    verites.ajouter(monde.bloc())
    an = pl.col("periode_type") == "glissant_12m", pl.col("periode_debut").dt.to_string() == "2024-01-01"
    lieux = verites.cellules_de("entrees").filter(*an, dimension="ensemble").select("territoire_niveau")
    assert "departement" in lieux["territoire_niveau"]
    assert "commune" not in lieux["territoire_niveau"]


def test_a_commune_is_told_as_a_whole_over_the_twelve_months_that_end_with_a_quarter(zones):
    """An entry of 20 July 2024 is in the twelve months begun in January, April and July, and in nine others."""
    cellules = _cellules(Monde().inscrite("2024-07-20"), "entrees", zones)
    assert cellules.select("periode_type", "dimension", "modalite").unique().rows() == [
        ("glissant_12m", "ensemble", "ensemble")
    ]
    assert [str(debut) for debut in cellules["periode_debut"]] == ["2024-01-01", "2024-04-01", "2024-07-01"]
    assert cellules["denominateur"].to_list() == [1, 1, 1]


def test_who_moves_is_in_the_stock_of_her_last_commune(par_commune):
    """Registered in 01001 until 10 September, in 01003 from the 15th: a stock of twelve months is that of December."""
    monde = Monde().inscrite("2024-03-15", "2024-09-10", commune="01001").inscrite("2024-09-15", commune="01003")
    assert par_commune(monde, "inscrits_stock") == [("01003", None, 1, 0, None)]
    # one journey, which began in 01001
    assert par_commune(monde, "entrees") == [("01001", None, 1, 0, None)]


def test_the_share_and_the_median_of_a_commune_are_of_its_own(par_commune):
    """Orientations after 10, 20 and 40 days, one in 01001 and two in 01003: medians of 10 and 20."""
    monde = Monde()
    for numero, (commune, jours) in enumerate((("01001", 10), ("01003", 20), ("01003", 40))):
        monde.inscrite("2024-03-01", numero=numero, commune=commune)
        monde.orientation(f"{datetime(2024, 3, 1) + timedelta(days=jours):%Y-%m-%d}", numero=numero)
    assert par_commune(monde, "delai_orientation_median") == [("01001", None, 1, 0, 10), ("01003", None, 2, 0, 20)]
    assert par_commune(monde, "part_orientes_30j") == [("01001", 1, 1, 0, None), ("01003", 1, 2, 0, None)]


def test_a_post_counts_in_the_commune_of_its_offer(par_commune):
    """Of 01003, two posts filled after 5 and 40 days; of no commune, one; of 15001, one withdrawn for error."""
    monde = Monde().offre(DEPOT, [DEPOT + timedelta(days=jours) for jours in (5, 40)], commune="01003")
    monde.offre(DEPOT, [None], commune=None)
    monde.offre(DEPOT, [None], commune="15001", cloture=DEPOT, motif_cloture="ANNULEE_ERREUR")
    assert par_commune(monde, "taux_pourvoi_30j") == [("01003", 1, 2, 0, None), ("15001", 0, 0, 1, None)]
    assert par_commune(monde, "delai_pourvoi_median") == [("01003", None, 2, 0, 5), ("15001", None, 0, 1, None)]


def test_the_ten_ordinary_head_indicators_are_told_by_commune_and_no_other(zones, tmp_path):
    monde = Monde().inscrite("2024-03-15").formation("2024-04-02").contrat("2024-05-01", nature="01")
    verites = Verites(PARAMETRES, zones)
    verites.ajouter(monde.offre(DEPOT, [None]).bloc())
    dites = pl.read_parquet(verites.ecrire(tmp_path)).filter(territoire_niveau="commune")
    assert set(dites["indicateur"]) == {
        *("retour_emploi_6m", "emploi_durable_6m", "maintien_emploi_6m", "part_orientes_30j"),
        *("delai_orientation_median", "entrees", "inscrits_stock", "entrees_formation"),
        *("taux_pourvoi_30j", "delai_pourvoi_median"),
    }
