"""A planted fault is seen by its own check and by no other; a delivery like the others passes them all."""

from datetime import date, timedelta

import polars as pl
import pytest

from pipelines.contracts import charger
from pipelines.qualite import A_REGARDER, NON_JUGE, controler, ecrire_pages
from pipelines.roots import Roots
from tests.unit.qualite.livreur import JUGEE, MOIS, livrer, offres, passe, postes


@pytest.fixture
def roots(tmp_path):
    roots = Roots(tmp_path / "maison").create()
    passe(roots)
    return roots


def a_regarder(roots: Roots) -> set[tuple[str, str, str]]:
    (livraison,) = controler(roots, "offre")
    assert livraison.resume.date_reception == JUGEE
    assert livraison.comparables == tuple(MOIS[:-1])
    return {
        (v.attente.controle.nom, v.attente.entite, v.attente.colonne)
        for v in livraison.verdicts
        if v.verdict == A_REGARDER
    }


def test_a_delivery_like_the_others_passes_every_check(roots):
    frame = offres(JUGEE)
    livrer(roots, JUGEE, {"offre": frame, "poste": postes(frame)})
    (livraison,) = controler(roots, "offre")
    assert [v for v in livraison.verdicts if v.verdict == A_REGARDER] == []
    juges = {v.attente.controle.nom for v in livraison.verdicts if v.verdict != NON_JUGE}
    assert juges == {
        "structure", "volume", "quarantaine", "fraicheur", "repartition", "mesures", "absences", "cle", "references"
    }  # fmt: skip


def test_half_a_delivery(roots):
    frame = offres(JUGEE, 150)
    livrer(roots, JUGEE, {"offre": frame, "poste": postes(frame)})
    assert a_regarder(roots) == {("volume", "offre", ""), ("volume", "poste", "")}


def test_an_entity_that_did_not_come(roots):
    livrer(roots, JUGEE, {"offre": offres(JUGEE), "poste": postes(offres(JUGEE)).clear()})
    assert a_regarder(roots) == {("volume", "poste", "")}


def test_the_delivery_of_the_month_before_sent_again(roots):
    frame = offres(JUGEE - timedelta(days=30)).with_columns(date_reception=pl.lit(JUGEE))
    livrer(roots, JUGEE, {"offre": frame, "poste": postes(frame)})
    assert a_regarder(roots) == {("fraicheur", "offre", ""), ("fraicheur", "poste", "")}


def test_a_shifted_distribution(roots):
    """Origin 2 goes from 3 offers in 10 to 6 in 10: 30 % of the rows would have to change."""
    frame = offres(JUGEE).with_columns(
        origine=pl.when(pl.col("ligne") % 10 < 6).then(pl.lit("2")).otherwise(pl.lit("1"))
    )
    livrer(roots, JUGEE, {"offre": frame, "poste": postes(frame)})
    assert a_regarder(roots) == {("repartition", "offre", "origine")}


def test_a_key_that_comes_twice_in_a_file(roots):
    frame = offres(JUGEE)
    livrer(roots, JUGEE, {"offre": frame, "poste": pl.concat([postes(frame), postes(frame)[:1]])})
    assert a_regarder(roots) == {("cle", "poste", "id + rang")}


def test_a_key_that_comes_again_in_another_file_replaces_the_first(roots):
    frame = offres(JUGEE)
    relues = postes(frame)[:1].with_columns(fichier=pl.lit("fedcba9876543210"))
    suite = frame[:1].with_columns(fichier=pl.lit("fedcba9876543210"))
    livrer(roots, JUGEE, {"offre": pl.concat([frame, suite]), "poste": pl.concat([postes(frame), relues])})
    assert a_regarder(roots) == set()


def test_communes_that_do_not_exist(roots):
    """One offer in 50 is in a commune of no list: 2 %, twice what the house stands."""
    inconnue = pl.when(pl.col("ligne") % 50 == 0).then(pl.lit("99999")).otherwise("commune")
    frame = offres(JUGEE).with_columns(commune=inconnue)
    livrer(roots, JUGEE, {"offre": frame, "poste": postes(frame)})
    assert a_regarder(roots) == {("references", "offre", "commune → commune")}


def test_an_old_code_of_a_commune_is_known(roots):
    frame = offres(JUGEE).with_columns(commune=pl.lit("01003"))  # Amareins, today Amareins-Francheleins-Cesseins
    livrer(roots, JUGEE, {"offre": frame, "poste": postes(frame)})
    assert a_regarder(roots) == set()


def test_posts_of_offers_that_did_not_come(roots):
    frame = offres(JUGEE)
    perdus = postes(frame).with_columns(
        offre=pl.when(pl.col("ligne") % 20 == 0).then(7).otherwise("offre"), rang="ligne"
    )
    livrer(roots, JUGEE, {"offre": frame, "poste": perdus.cast({"rang": pl.Int32})})
    assert a_regarder(roots) == {("references", "poste", "id → offre")}


def test_values_that_stop_coming(roots):
    """SIRET goes from 1 missing in 10 to 4 in 10."""
    frame = offres(JUGEE).with_columns(siret=pl.when(pl.col("ligne") % 10 < 4).then(None).otherwise("siret"))
    livrer(roots, JUGEE, {"offre": frame, "poste": postes(frame)})
    assert a_regarder(roots) == {("absences", "offre", "siret")}


def test_hours_in_a_column_of_days(roots):
    frame = offres(JUGEE).with_columns(pl.col("duree_jours") * 24)
    livrer(roots, JUGEE, {"offre": frame, "poste": postes(frame)})
    assert a_regarder(roots) == {("mesures", "offre", "duree_jours")}


def test_more_units_in_quarantine(roots):
    """30 of 330 units are refused, 9 %, where none ever was."""
    frame = offres(JUGEE)
    livrer(roots, JUGEE, {"offre": frame, "poste": postes(frame)}, quarantaine=30)
    assert a_regarder(roots) == {("quarantaine", "", "")}


def test_a_landed_table_that_is_not_the_one_of_the_contract(roots):
    frame = offres(JUGEE)
    livrer(roots, JUGEE, {"offre": frame.cast({"duree_jours": pl.String}), "poste": postes(frame)})
    (livraison,) = controler(roots, "offre")
    vus = [v.attente for v in livraison.verdicts if v.verdict == A_REGARDER and v.attente.controle.nom == "structure"]
    assert [(a.entite, a.observee, a.precision) for a in vus] == [("offre", 1, "duree_jours")]


def test_a_first_delivery_has_no_past_and_says_so(tmp_path):
    roots = Roots(tmp_path / "maison").create()
    livrer(roots, JUGEE, {"offre": offres(JUGEE), "poste": postes(offres(JUGEE))})
    (livraison,) = controler(roots, "offre")
    volume = next(v for v in livraison.verdicts if v.attente.controle.nom == "volume")
    assert volume.verdict == NON_JUGE
    assert volume.attente.motif == "livraisons comparables avant elle : 0, il en faut 4"
    assert [v for v in livraison.verdicts if v.verdict == A_REGARDER] == []


def test_a_late_file_does_not_hide_the_delivery_it_was_late_for(roots):
    frame, retard = offres(JUGEE, 150), offres(date(2026, 7, 25), 2)
    livrer(roots, JUGEE, {"offre": frame, "poste": postes(frame)})
    livrer(roots, date(2026, 7, 25), {"offre": retard, "poste": postes(retard)})
    fautes = {li.resume.date_reception: len(li.de_verdict(A_REGARDER)) for li in controler(roots, "offre")}
    assert fautes == {date(2026, 7, 25): 0, JUGEE: 2}


def test_a_source_without_delivery_has_a_page_that_says_so(tmp_path):
    roots = Roots(tmp_path / "maison").create()
    assert controler(roots, "agora") == []
    ecrire_pages(roots, charger("agora"), [])
    assert "Aucune livraison posée." in (roots.qualite / "agora.html").read_text(encoding="utf-8")
