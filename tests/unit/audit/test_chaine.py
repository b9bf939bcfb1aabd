"""Releases one after the other, with late records: what was drawn when, and what moves."""

import shutil
from dataclasses import replace
from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from pipelines import audit
from pipelines.audit import attaques, entreprises, memes_ensembles, revisions
from pipelines.audit.bornes import Solveur, etendues
from pipelines.audit.cibles import attaques as systemes
from pipelines.audit.cibles import tirer
from tests.unit.audit import fabrique, repetition

OBSERVES = range(10, 14)
"""October, November, December 2025, then January 2026: the yearly revision."""
CLE = [nom for nom in fabrique.CLE if nom != "methode_version"]


@pytest.fixture(scope="module")
def chaine(tmp_path_factory):
    """Four releases of a small France, three persons in ten of which are told late, and their exact cells."""
    personnes = fabrique.avec_des_retards(fabrique.tirer_les_personnes(nombre=2_000), part=0.3)
    return list(repetition.enchainer(personnes, tmp_path_factory.mktemp("chaine"), OBSERVES))


def _finales(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(pl.col("statut") == "definitif")


def _table(dossier) -> pl.DataFrame:
    return pl.read_parquet(dossier / "indicateurs.parquet")


def test_no_final_figure_moves_before_the_yearly_revision_and_all_may_then(chaine):
    vus = [revisions.comparer(audit.lire(dossier)) for dossier, _ in chaine[1:]]
    assert [vu.annuelle for vu in vus] == [False, False, True]
    assert [vu.fautes for vu in vus] == [0, 0, 0]
    assert [vu.changees for vu in vus[:2]] == [0, 0]
    assert vus[2].changees > 100
    # the truth of final cells did move all along
    for (_, avant), (_, apres) in pairwise(chaine):
        finales = avant.filter(pl.col("statut") == "definitif").select(*CLE, "denominateur")
        assert (
            finales.join(apres, on=CLE, suffix="_apres")
            .filter(pl.col("denominateur") != pl.col("denominateur_apres"))
            .height
        )


def test_one_late_person_moves_nothing_final_until_the_yearly_revision(tmp_path):
    """Entered in March 2025, back to work ten days later, declared in November. Her month, her quarter and her stock of
    March, and April, when she left, were final in October: they move in January, and no other does, but a series that
    is told no more."""
    personnes = fabrique.avec_des_retards(fabrique.tirer_les_personnes(nombre=1_000), part=0)
    elle = personnes[[0]].with_columns(
        rang=pl.lit(2, pl.Int64),
        cle=pl.lit(123_456_789, pl.Int64),
        jours=pl.lit(10.0),
        declaree=pl.lit(10, pl.Int64),
        retour_dit=pl.lit(10, pl.Int64),
    )
    avec_elle = [d for d, _ in repetition.enchainer(pl.concat([personnes, elle]), tmp_path / "avec", OBSERVES)]
    sans_elle = [d for d, _ in repetition.enchainer(personnes, tmp_path / "sans", OBSERVES)]
    finales = _finales(_table(avec_elle[0]))
    for dossier, temoin in list(zip(avec_elle, sans_elle, strict=True))[:3]:
        for suite in (_table(dossier), _table(temoin)):
            assert finales.join(suite, on=suite.columns, how="anti", nulls_equal=True).is_empty()
    annuelle = _table(avec_elle[3])
    dites = annuelle.filter(pl.any_horizontal(pl.col("denominateur", "valeur").is_not_null()))
    mues = finales.drop("revise").join(annuelle, on=finales.drop("revise").columns, how="anti", nulls_equal=True)
    mues = mues.join(dites, on=CLE, how="semi")
    assert mues.height > 0
    assert set(mues.select("periode_type", "periode_debut").unique().rows()) <= {
        ("mois", date(2025, 3, 1)),
        ("trimestre", date(2025, 1, 1)),
        ("mois", date(2025, 4, 1)),
        ("trimestre", date(2025, 4, 1)),
    }
    assert set(mues.filter(pl.col("periode_debut") == date(2025, 4, 1))["indicateur"]) == {"sorties"}
    assert mues.join(annuelle.filter("revise"), on=fabrique.CLE, how="anti").is_empty()


def test_the_attacker_knows_what_each_release_drew(chaine):
    octobre, novembre, _, janvier = (audit.lire(dossier) for dossier, _ in chaine)
    for nom in novembre.indicateurs:
        finales = _finales(octobre.lignes(nom))
        assert novembre.tirees(nom).height == novembre.lignes(nom).height - finales.height
        assert novembre.tirees(nom).join(finales, on=fabrique.CLE, how="semi").is_empty()
        assert janvier.tirees(nom).height == janvier.lignes(nom).height


def test_a_territory_of_other_communes_was_drawn_again(chaine, tmp_path):
    shutil.copytree(chaine[0][0].parent, tmp_path / "millesimes")
    octobre = tmp_path / "millesimes" / "2025-10-31"
    places = pl.read_parquet(octobre / "commune_territoire.parquet")
    ailleurs = (pl.col("territoire_code") == "CLPE01002") & (pl.col("commune_code") == "00004")
    assert places.filter(ailleurs).height == 1
    places.filter(~ailleurs).write_parquet(octobre / "commune_territoire.parquet")
    novembre = audit.lire(octobre.with_name("2025-11-30"))
    tirees = novembre.tirees("inscrits_stock").filter(pl.col("territoire_code") == "CLPE01002")
    assert tirees.height == novembre.lignes("inscrits_stock").filter(pl.col("territoire_code") == "CLPE01002").height


def _deux_statuts(dossier, personnes, tardive):
    """« emploi_durable_6m » becomes final a release after the others, once one more person is known."""
    plus_tard = pl.col("indicateur") == "emploi_durable_6m"
    avant = fabrique.cellules(personnes).with_columns(
        statut=pl.when(plus_tard).then(pl.lit("provisoire")).otherwise("statut")
    )
    apres = fabrique.cellules(pl.concat([personnes, tardive]))
    premier = fabrique.ecrire(dossier, fabrique.proteger(avant))
    return fabrique.suivre(dossier, fabrique.proteger(apres), "2026-02-28", premier)


def test_a_figure_carried_forward_is_not_compared_with_one_drawn_today(tmp_path):
    """Denominators of « retour_emploi_6m » and « emploi_durable_6m » are of the same persons, known at two dates."""
    personnes = fabrique.tirer_les_personnes(nombre=2_000)
    tardives = personnes[:40].with_columns(cle=pl.col("cle") // 2 + 1)
    dossier = _deux_statuts(tmp_path, personnes, tardives)
    lue = audit.lire(dossier)
    vu = memes_ensembles.comparer(lue)
    assert (vu.differents, vu.essais > 0) == (0, True)
    # compared all the same, honest figures would be taken for two draws
    naif = replace(lue, avant=None, publication=lue.publication | {"lignes_reportees": 0})
    assert memes_ensembles.comparer(naif).differents > 0


def test_without_the_release_before_only_provisional_rows_are_compared_and_it_is_said(chaine, tmp_path):
    seule = tmp_path / "2025-12-31"
    shutil.copytree(chaine[2][0], seule)
    lue = audit.lire(seule)
    assert lue.reports_inconnus
    avec_le_precedent = memes_ensembles.comparer(audit.lire(chaine[2][0]))
    assert 0 < memes_ensembles.comparer(lue).essais < avec_le_precedent.essais
    constat = attaques.constat_des_memes_ensembles(lue)
    assert constat.reussites == 0
    assert "Seules les lignes provisoires ont été comparées" in constat.trouve


def test_bounds_hold_where_relations_are_between_rows_drawn_at_once(chaine):
    """With rows that repeat what was known before, systems are impossible or exclude the truth."""
    dossier, exactes = chaine[2]
    lue = audit.lire(dossier)
    cibles = tirer(lue, 25, 1)
    verite = revisions.exacts(exactes)

    def hors_des_bornes(millesime) -> int:
        hors = 0
        savoir = attaques.contexte(millesime, cibles["indicateur"].unique().to_list())
        for attaque in systemes(millesime, savoir, cibles):
            reels = attaque.cibles.join(verite, on=[*CLE, "grandeur"], how="left", maintain_order="left")["exact"]
            bornes = etendues(Solveur(attaque.vues[0].systeme), attaque.lignes)
            if bornes is None:
                hors += attaque.cibles.height
            else:
                reels = reels.to_numpy()
                hors += int(((reels < bornes[0] - 1e-6) | (reels > bornes[1] + 1e-6)).sum())
        return hors

    assert cibles.height == 25
    assert hors_des_bornes(lue) == 0
    assert hors_des_bornes(replace(lue, avant=None)) > 0


def test_a_result_withheld_for_an_enterprise_stays_unknown_where_months_do_not_add_up_to_their_year(chaine):
    """In December, the year is told for the first time, and counts who was declared after the months were told."""
    dossier, exactes = chaine[2]
    sans_rien_retirer = fabrique.proteger(exactes)
    de_l_annee = (pl.col("periode_type") == "glissant_12m") & (pl.col("motif") == entreprises.MOTIF)
    assert sans_rien_retirer.filter(de_l_annee).height > 0
    lue = audit.lire(dossier)
    assert entreprises.trop_etroites(
        lue, attaques.contexte(lue, ["taux_pourvoi_30j"]), entreprises.retenues(lue)
    ).is_empty()
