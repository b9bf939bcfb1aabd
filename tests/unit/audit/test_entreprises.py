"""A result withheld for the sake of an enterprise: what its neighbours still say of it."""

from dataclasses import replace

import polars as pl
import pytest

from pipelines import audit
from pipelines.audit import entreprises, existence
from pipelines.audit.attaques import contexte
from pipelines.audit.entreprises import MOTIF
from tests.unit.audit import fabrique

SEUL, COMITE = "retour_emploi_6m", "CLPE01002"


@pytest.fixture(scope="module")
def table():
    exactes = fabrique.cellules(fabrique.tirer_les_personnes(nombre=1_500))
    return fabrique.proteger(exactes).filter(pl.col("indicateur") == SEUL)


@pytest.fixture
def de_postes(monkeypatch):
    """The published rows of one indicator whose persons stand for posts of enterprises, before series are withdrawn."""
    entier = fabrique.petit_catalogue()
    entree = replace(entier.indicateurs[SEUL], secret_entreprises="resultat")
    monkeypatch.setattr(fabrique, "petit_catalogue", lambda: replace(entier, indicateurs={SEUL: entree}))
    exactes = fabrique.cellules(fabrique.tirer_les_personnes(nombre=3_000))
    return fabrique.proteger(exactes.filter(pl.col("indicateur") == SEUL))


def _retenue(table, cases):
    """`table`, the numerators and what comes of them withheld in `cases`."""
    chiffres = ("numerateur", "valeur", "ic_bas", "ic_haut")
    return table.with_columns(
        *(pl.when(~cases).then(pl.col(nom)).alias(nom) for nom in chiffres),
        motif=pl.when(cases).then(pl.lit(MOTIF)).otherwise("motif"),
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


def _comites_revenus(dossier, table):
    """Every committee is withheld in every period: those whose year comes back."""
    lue = audit.lire(fabrique.ecrire(dossier, _retenue(table, pl.col("territoire_niveau") == "local")))
    annees = entreprises.retenues(lue).filter(periode_type="annee", dimension="ensemble")
    assert annees.height == 7
    return entreprises.trop_etroites(lue, contexte(lue, [SEUL]), annees)["territoire_code"].to_list()


def test_a_level_withheld_whole_comes_back_only_where_one_committee_is_most_of_a_departement(tmp_path, table):
    """What départements tell leaves each wide, but for CLPE74002, three communes of the four of its département."""
    au_dessus = table.filter(~pl.col("territoire_niveau").is_in(["epci", "commune"]))
    assert _comites_revenus(tmp_path, au_dessus) == ["CLPE74002"]


def test_a_level_withheld_above_communes_that_are_told_comes_back_whole(tmp_path, table):
    """Each is two or three communes, known to 4 posts at most."""
    assert len(_comites_revenus(tmp_path, table)) == 7


def test_what_the_secret_room_withholds_and_withdraws_does_not_come_back(tmp_path, de_postes):
    table = fabrique.sans_recoupements(de_postes)
    rapport = audit.auditer(audit.lire(fabrique.ecrire(tmp_path, table)), echantillon=100)
    assert rapport.tient, rapport.en_texte()
    constat = rapport.constats[-1]
    assert constat.essais == table.filter(pl.col("motif") == MOTIF, pl.col("denominateur") >= 15).height > 20


def test_rows_withheld_with_nothing_withdrawn_around_them_come_back(tmp_path, de_postes):
    """Sabotage: the secret room withholds, and sums are not read."""
    _, constat = _constat(tmp_path, de_postes)
    assert 0 < constat.reussites < constat.essais


def test_told_apart_by_its_enterprises_a_small_cell_is_seen_by_existence(tmp_path, de_postes):
    """Sabotage: one of few posts says « effectif insuffisant », as if it had three enterprises."""
    petite = (pl.col("motif") == MOTIF) & (pl.col("denominateur") < 15)
    bavarde = de_postes.with_columns(
        motif=pl.when(petite & (petite.cum_sum() == 1)).then(pl.lit("effectif_insuffisant")).otherwise("motif")
    )
    vu = existence.examiner(audit.lire(fabrique.ecrire(tmp_path, bavarde)))
    assert vu.fautes["le motif n'est pas celui que donnent les chiffres publiés"] == 1


def test_a_row_of_persons_withheld_for_enterprises_is_seen_by_existence(tmp_path, table):
    premiere = (pl.col("valeur").is_not_null()).cum_sum() == 1
    vu = existence.examiner(audit.lire(fabrique.ecrire(tmp_path, _retenue(table, premiere))))
    assert vu.fautes["le motif n'est pas celui que donnent les chiffres publiés"] > 0
