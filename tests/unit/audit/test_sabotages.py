"""Each way of spoiling the method is seen by an attack, and the method unspoiled by none.

An audit that cannot fail is a defect: every sabotage here is the real secret room with one thing changed.
"""

import json
from dataclasses import replace

import polars as pl
import pytest

from pipelines import audit
from pipelines.audit import attaques, existence, memes_ensembles, reconstruction, revisions
from pipelines.disclosure import Parametres, cellules
from pipelines.release.revisions import marquer
from tests.unit.audit import fabrique

SEUL = "retour_emploi_6m"
"""For the attacks that solve systems: one indicator is enough to see what is wrong."""


@pytest.fixture(scope="module")
def personnes():
    return fabrique.tirer_les_personnes()


@pytest.fixture(scope="module")
def exactes(personnes):
    return fabrique.cellules(personnes)


@pytest.fixture(scope="module")
def table(exactes):
    return fabrique.proteger(exactes)


def _lue(dossier, table, **autres):
    return audit.lire(fabrique.ecrire(dossier, table, **autres))


def _rapport(dossier, exactes, table, echantillon=60):
    """Attacks 1 to 7 on the rows of one indicator."""
    une = _lue(dossier, table.filter(pl.col("indicateur") == SEUL))
    rapport = audit.auditer(une, echantillon=echantillon, repetition=audit.Repetition(exactes))
    return {constat.attaque: constat for constat in rapport.constats}


def test_the_method_withstands_every_attack(tmp_path, exactes, table):
    publiee = fabrique.sans_recoupements(table)
    rapport = audit.auditer(_lue(tmp_path, publiee), echantillon=150, repetition=audit.Repetition(exactes))
    assert rapport.tient, rapport.en_texte()
    joues = {constat.attaque: constat.essais for constat in rapport.constats if constat.joue}
    assert joues["sommes"] == 150
    assert joues["existence"] == joues["reconstruction"] == table.height
    assert joues["memes_ensembles"] > 1_000


def test_rounding_off_is_seen_by_sums_and_by_reconstruction(tmp_path, exactes):
    constats = _rapport(tmp_path, exactes, fabrique.proteger(exactes, parametres=Parametres(base=1)))
    assert constats["sommes"].mesures["effectifs connus exactement"] == constats["sommes"].essais == 60
    assert constats["reconstruction"].reussites > 1_000


def test_rounding_to_the_nearest_is_seen_by_sums(tmp_path, exactes, monkeypatch):
    """No published count contradicts an error of 2 at most: many counts are then left one or two values."""
    monkeypatch.setattr(cellules, "arrondir", fabrique.au_plus_proche)
    constats = _rapport(tmp_path, exactes, fabrique.proteger(exactes))
    assert constats["sommes"].reussites > 0
    assert "arrondis à 2 près" in constats["sommes"].trouve


def test_a_key_per_table_is_seen_by_same_sets(tmp_path, exactes, table):
    assert memes_ensembles.comparer(_lue(tmp_path / "bon", table)).differents == 0
    vu = memes_ensembles.comparer(_lue(tmp_path / "mauvais", fabrique.avec_une_cle_par_tableau(exactes)))
    assert vu.differents > 0.1 * vu.essais
    assert vu.incertains_differents > 0.1 * vu.incertains


def _sans_report(dossier, avant, apres, nom="2026-02-28"):
    """A sabotage: the second release carries nothing forward; its changes are marked as the house marks them."""
    premier = fabrique.ecrire(dossier, avant)
    return audit.lire(fabrique.ecrire(dossier, marquer(apres, avant), nom, premier.name))


def _suivante(dossier, avant, apres, nom="2026-02-28"):
    """The second release, as the house makes it."""
    return audit.lire(fabrique.suivre(dossier, apres, nom, fabrique.ecrire(dossier, avant)))


AUTRE_CLE = bytes(range(1, 33))


def test_a_key_per_release_is_seen_between_releases(tmp_path, exactes, table):
    vu = revisions.comparer(_sans_report(tmp_path, table, fabrique.proteger(exactes, AUTRE_CLE)))
    assert vu.fautes == vu.changees > 0.3 * vu.definitives


def test_a_key_per_release_is_seen_in_provisional_figures_by_whoever_knows_the_truth(tmp_path, personnes):
    """Final figures are carried forward whatever the key: only what is drawn again shows it."""
    exactes = fabrique.cellules(personnes, provisoires=2)
    table = fabrique.proteger(exactes)
    for cle, reussi in ((fabrique.CLE_ARRONDI, False), (AUTRE_CLE, True)):
        lue = _suivante(tmp_path / str(reussi), table, fabrique.proteger(exactes, cle))
        assert revisions.comparer(lue).changees == 0
        constat = attaques.constat_entre_millesimes(lue, audit.Repetition(exactes, exactes))
        assert bool(constat.reussites) == reussi


def test_the_same_truth_published_twice_moves_nothing(tmp_path, exactes, table):
    vu = revisions.comparer(_suivante(tmp_path, table, fabrique.proteger(exactes)))
    assert (vu.changees, vu.definitives) == (0, table.height)


def _avec_une_tardive(personnes):
    """The exact cells with one more person, declared late."""
    tardive = personnes[[0]].with_columns(cle=pl.lit(123_456_789, pl.Int64))
    return fabrique.cellules(pl.concat([personnes, tardive]))


def test_final_figures_that_are_not_carried_forward_are_seen_even_marked(tmp_path, personnes, table):
    """One late person moves few figures, each marked: none may move at all."""
    apres = fabrique.proteger(_avec_une_tardive(personnes))
    vu = revisions.comparer(_sans_report(tmp_path / "tirees", table, apres))
    assert 0 < vu.fautes < 0.05 * vu.definitives
    assert vu.sans_le_dire == 0
    assert revisions.comparer(_suivante(tmp_path / "reportees", table, apres)).changees == 0


def test_a_final_row_that_is_no_longer_there_is_seen(tmp_path, table):
    premiere = pl.int_range(pl.len()) == 0
    perdue = table.with_columns(statut=pl.when(premiere).then(pl.lit("provisoire")).otherwise("statut"))
    assert revisions.comparer(_sans_report(tmp_path, table, perdue)).fautes == 1


def test_a_series_withdrawn_whole_moves_nothing_and_a_row_withdrawn_alone_does(tmp_path, table):
    serie = (
        (pl.col("indicateur") == SEUL)
        & (pl.col("territoire_code") == "CLPE01002")
        & (pl.col("dimension") == "sexe")
        & (pl.col("periode_type") == "annee")
    )
    assert table.filter(serie).height == 2

    def sans(cases):
        figures = ("numerateur", "denominateur", "exclus", "valeur", "ic_bas", "ic_haut")
        return table.with_columns(
            *(pl.when(~cases).then(pl.col(nom)).alias(nom) for nom in figures),
            motif=pl.when(cases).then(pl.lit("effectif_insuffisant")).otherwise("motif"),
        )

    assert revisions.comparer(_sans_report(tmp_path / "entiere", table, sans(serie))).fautes == 0
    seule = serie & (pl.col("modalite") == "F")
    assert revisions.comparer(_sans_report(tmp_path / "seule", table, sans(seule))).fautes == 1


def test_in_the_yearly_revision_each_change_must_say_so(tmp_path, personnes, table):
    lue = _suivante(tmp_path, table, fabrique.proteger(_avec_une_tardive(personnes)), nom="2027-01-31")
    vu = revisions.comparer(lue)
    assert (vu.annuelle, vu.fautes) == (True, 0)
    assert 0 < vu.changees < 0.05 * vu.definitives
    muette = replace(lue, table=lue.table.with_columns(revise=pl.lit(False)))
    assert revisions.comparer(muette).fautes == vu.changees


def test_a_yearly_revision_each_month_is_not_believed(tmp_path, personnes, table):
    lue = _sans_report(tmp_path, table, fabrique.proteger(_avec_une_tardive(personnes)))
    pretendue = replace(lue, publication=lue.publication | {"revision_annuelle": True})
    assert revisions.comparer(pretendue).fautes > 0


def test_empty_rows_omitted_are_seen_by_existence(tmp_path, exactes, table):
    cle = [nom for nom in fabrique.CLE if nom != "methode_version"]
    # nobody leaves in the first month: of that count, no row would be left to say that it is told
    vides = exactes.filter(pl.col("denominateur") == 0, pl.col("indicateur") != "sorties")
    assert vides.height > 0
    vu = existence.examiner(_lue(tmp_path, table.join(vides, on=cle, how="anti")))
    assert vu.fautes == {"une case annoncée n'a pas de ligne": vides.height}


def test_a_reason_told_of_nobody_is_seen_by_existence(tmp_path, exactes, table):
    """« non_applicable » where the true denominator is zero tells a zero from a 1 to 4."""
    cle = [nom for nom in fabrique.CLE if nom != "methode_version"]
    parts = exactes.filter(pl.col("denominateur") == 0, pl.col("indicateur") == SEUL)
    bavarde = table.join(parts.select(*cle, pl.lit(True).alias("vide")), on=cle, how="left").with_columns(
        motif=pl.when("vide").then(pl.lit("non_applicable")).otherwise("motif")
    )
    vu = existence.examiner(_lue(tmp_path, bavarde.select(table.columns)))
    assert vu.fautes == {"le motif n'est pas celui que donnent les chiffres publiés": parts.height}


def test_a_status_of_one_public_alone_is_seen_by_existence(tmp_path, table):
    premiere = pl.int_range(pl.len()) == 0
    bavarde = table.with_columns(statut=pl.when(premiere).then(pl.lit("provisoire")).otherwise("statut"))
    assert existence.examiner(_lue(tmp_path, bavarde)).fautes.keys() == {
        "le statut d'une case n'est pas celui de sa période et de son territoire"
    }


def test_intervals_from_exact_counts_are_seen_by_reconstruction(tmp_path, exactes, table):
    assert reconstruction.examiner(_lue(tmp_path / "bon", table)).fautes == {}
    vu = reconstruction.examiner(_lue(tmp_path / "mauvais", fabrique.avec_les_intervalles_exacts(table, exactes)))
    assert vu.fautes.keys() == {"un intervalle n'est pas celui des effectifs publiés"}


def test_the_report_is_read_by_men_and_by_machines(tmp_path, exactes, table):
    constats = [
        audit.Constat("a", "Un titre", "Un essai.", "Un constat.", essais=12_345, reussites=1, exemples=["une case"]),
        audit.Constat("b", "Un autre", "Un essai.", "Rien à attaquer.", joue=False),
    ]
    rapport = audit.Rapport("2026-01-31", 1, 200, constats, faibles=pl.DataFrame())
    assert not rapport.tient
    assert "1. Un titre : l'attaque a réussi." in rapport.en_texte()
    assert "2. Un autre : sans objet." in rapport.en_texte()
    assert "Verdict : 1 attaque a réussi." in rapport.en_texte()
    assert [c["verdict"] for c in json.loads(rapport.en_json())["constats"]] == ["l'attaque a réussi", "sans objet"]
