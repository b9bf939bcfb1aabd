"""A result withheld for the sake of an enterprise: what its neighbours still say of it."""

import polars as pl
import pytest

from pipelines import audit
from pipelines.audit import entreprises
from pipelines.audit.attaques import contexte
from tests.unit.audit import fabrique

SEUL, COMITE = "retour_emploi_6m", "CLPE01002"


@pytest.fixture(scope="module")
def table():
    exactes = fabrique.cellules(fabrique.tirer_les_personnes(nombre=1_500))
    return fabrique.proteger(exactes).filter(pl.col("indicateur") == SEUL)


def _retenue(table, cases):
    """`table`, the numerators and what comes of them withheld in `cases`."""
    chiffres = ("numerateur", "valeur", "ic_bas", "ic_haut")
    return table.with_columns(
        *(pl.when(~cases).then(pl.col(nom)).alias(nom) for nom in chiffres),
        motif=pl.when(cases).then(pl.lit("secret_etablissement")).otherwise("motif"),
    )


def _constat(dossier, table):
    lue = audit.lire(fabrique.ecrire(dossier, table))
    return lue, audit.auditer(lue, echantillon=20).constats[-1]


def test_without_a_withheld_result_there_is_nothing_to_attack(tmp_path, table):
    _, constat = _constat(tmp_path, table)
    assert (constat.joue, constat.verdict) == (False, "sans objet")


def test_one_committee_withheld_alone_comes_back_by_subtraction(tmp_path, table):
    """The year of one committee is withheld and everything around it is told: less than ± 20 % is left unknown."""
    annee = (pl.col("periode_type").is_in(["annee", "glissant_12m"])) & (pl.col("territoire_code") == COMITE)
    lue, constat = _constat(tmp_path, _retenue(table, annee & (pl.col("dimension") == "ensemble")))
    assert entreprises.retenues(lue).height == 2
    assert constat.reussites == 2


def test_a_level_withheld_whole_comes_back_only_where_one_committee_is_most_of_a_departement(tmp_path, table):
    """Every committee withheld in every period: what départements tell leaves each wide, but for CLPE74002, three
    communes of the four of its département."""
    comites = pl.col("territoire_niveau") == "local"
    lue = audit.lire(fabrique.ecrire(tmp_path, _retenue(table, comites)))
    annees = entreprises.retenues(lue).filter(periode_type="annee", dimension="ensemble")
    assert annees.height == 7
    assert entreprises.trop_etroites(lue, contexte(lue, [SEUL]), annees) == 1
