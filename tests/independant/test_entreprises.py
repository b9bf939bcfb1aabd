"""The enterprises of each cell: worked out by hand, then computed a second time in every cell of a house."""

from datetime import date

import polars as pl
import pytest

from tests.independant import cellules, entreprises
from tests.independant.entreprises import D_ETABLISSEMENTS, MESURES, SECRETS
from tests.independant.preuve import Comparaison, comparer_les_entreprises
from tests.independant.territoires import Territoires

TOULOUSE, COLOMIERS = "31555", "31149"


def test_an_enterprise_is_one_in_all_the_places_and_months_of_a_cell():
    """Seven posts of Haute-Garonne: four of one enterprise, from two of its establishments, one of another, one that
    does not say its establishment, one excluded."""
    janvier, fevrier = date(2025, 1, 20), date(2025, 2, 3)
    faits = pl.DataFrame(
        [
            (janvier, TOULOUSE, "10000000100011", 0),
            (janvier, COLOMIERS, "10000000100029", 0),
            (janvier, COLOMIERS, None, 0),
            (janvier, COLOMIERS, "30000000300015", 1),
            (fevrier, TOULOUSE, "10000000100011", 0),
            (fevrier, TOULOUSE, "10000000100011", 0),
            (fevrier, TOULOUSE, "20000000200013", 0),
        ],
        schema=["reference", "commune", "siret", "exclus"],
        orient="row",
    ).with_columns(
        indicateur=pl.lit("taux_pourvoi_30j"),
        emetteur=pl.lit(None, pl.String),
        ensemble=pl.lit("ensemble"),
        type_contrat=pl.lit("durable"),
        famille_metier=pl.lit("K"),
    )
    lieux = Territoires()
    unites = entreprises.unites(lieux.placer(faits))
    axes = pl.DataFrame({"periode_type": ["mois", "trimestre"]}).with_columns(
        indicateur=pl.lit("taux_pourvoi_30j"), territoire_niveau=pl.lit("departement"), dimension=pl.lit("ensemble")
    )
    par_siren = cellules.cellules(unites, "taux_pourvoi_30j", lieux, axes, par="siren", sommes=["unites"])
    dites = entreprises.mesures(par_siren).sort("periode_type", "periode_debut")
    assert dites.select("periode_type", "periode_debut", "territoire_code", *MESURES).rows() == [
        ("mois", date(2025, 1, 1), "31", 3, 1, 2),
        ("mois", date(2025, 2, 1), "31", 3, 2, 2),
        ("trimestre", date(2025, 1, 1), "31", 6, 2, 4),
    ]


@pytest.fixture(scope="module")
def comparaisons(france) -> dict[str, Comparaison]:
    """Of each indicator, what differs, and which numbers its cells have."""
    return {
        c.indicateur: Comparaison(c.indicateur, c.cote_a_cote.select(MESURES).unique(), c.ecarts, c.sans_ligne)
        for c in comparer_les_entreprises(france.roots.interne)
    }


@pytest.mark.parametrize("indicateur", SECRETS)
def test_the_two_computations_agree_on_the_enterprises_of_every_cell(comparaisons, indicateur):
    comparaison = comparaisons[indicateur]
    assert comparaison.ecarts.is_empty(), comparaison.ecarts.head(20)
    assert comparaison.sans_ligne.is_empty(), comparaison.sans_ligne.head(20)


@pytest.mark.parametrize("indicateur", SECRETS)
def test_the_comparison_is_of_one_two_and_three_enterprises(comparaisons, indicateur):
    """Guard against comparing nothing; and there are posts, though not answers nor establishments, of no enterprise."""
    dites = comparaisons[indicateur].cote_a_cote
    sans_entreprise = dites.filter(pl.col("unites") > 0, pl.col("entreprises") == 0)
    assert sans_entreprise.is_empty() == (indicateur in D_ETABLISSEMENTS)
    assert {0, 1, 2, 3} <= set(dites["entreprises"])
    a_trois = dites.filter(pl.col("entreprises") >= 3)
    assert (a_trois["premiere_entreprise"] > 1).any()
    assert (a_trois["premiere_entreprise"] < a_trois["unites"]).all()
