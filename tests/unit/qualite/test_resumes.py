"""Summaries worked out by hand, what is kept of them, and which deliveries are compared."""

from datetime import date

import polars as pl
import pytest

from pipelines.contracts import charger
from pipelines.qualite import historique
from pipelines.qualite.attentes import distance
from pipelines.qualite.comptage import quantiles, sans_petites
from pipelines.qualite.resume import ResumeReference
from pipelines.roots import Roots
from tests.unit.qualite.livreur import JUGEE, livrer, offres, passe, postes

JUIN, JUILLET = date(2026, 6, 3), date(2026, 7, 3)


@pytest.fixture
def roots(tmp_path):
    return Roots(tmp_path / "maison").create()


def resume(roots: Roots, jour: date = JUGEE):
    return historique.resumes(roots, charger("offre"), [jour])[jour]


def test_a_summary_by_hand(roots):
    """Twenty offers: ranks 0 to 19 of the pattern; one in no commune, one in an unknown one, one post too many."""
    commune = (
        pl.when(pl.col("ligne") == 1).then(None).when(pl.col("ligne") == 2).then(pl.lit("00000")).otherwise("commune")
    )
    frame = offres(JUGEE, 20).with_columns(commune=commune)
    livrer(roots, JUGEE, {"offre": frame, "poste": pl.concat([postes(frame), postes(frame)[:1]])}, quarantaine=5)
    vu = resume(roots)
    offre, poste = vu.entites["offre"], vu.entites["poste"]
    assert (vu.fichiers, vu.unites, vu.quarantaine) == (1, 25, 5)
    assert (offre.lignes, offre.cles, offre.repetees, offre.hors_contrat) == (20, 20, 0, ())
    assert (poste.lignes, poste.cles, poste.repetees) == (21, 20, 1)
    assert offre.colonnes["siret"].absentes == 2
    assert offre.colonnes["origine"].codes == {"1": 14, "autres": 6}  # six of origin 2: too few to be told
    assert offre.colonnes["cadre"].codes == {"false": 15, "autres": 5}
    assert offre.colonnes["nature_contrat"].codes == {"01": 10, "02": 10}
    # 7 of 90 days (ranks 0, 3 … 18), 13 of 30
    assert offre.colonnes["duree_jours"].nombres == {
        "minimum": 30, "decile_1": 30, "mediane": 30, "decile_9": 90, "maximum": 90
    }  # fmt: skip
    jours = offre.colonnes["date_depot"].jours
    assert (jours["minimum"], jours["maximum"]) == (date(2026, 6, 11), date(2026, 6, 30))
    assert offre.plus_recent == date(2026, 6, 30)  # not the extraction, of July 2nd
    assert offre.references == {"commune → commune": ResumeReference(renseignees=19, introuvables=1)}
    assert poste.references == {"id → offre": ResumeReference(renseignees=21, introuvables=0)}


def test_a_delivery_in_several_files_is_counted_whole(roots):
    livrer(
        roots,
        JUGEE,
        {"offre-0001": offres(JUGEE, 60)[:40], "offre-0002": offres(JUGEE, 60)[40:], "offre": offres(JUGEE, 0)},
    )
    assert resume(roots).entites["offre"].lignes == 60


def test_a_summary_is_made_once_and_again_when_the_lake_changes(roots):
    livrer(roots, JUGEE, {"offre": offres(JUGEE, 20), "poste": postes(offres(JUGEE, 20))})
    premier = resume(roots)
    chemin = roots.lac / "offre" / str(JUGEE) / "offre.parquet"
    chemin.write_bytes(b"no longer a table: reading it would fail")
    assert resume(roots) == premier
    livrer(roots, JUGEE, {"offre": offres(JUGEE, 30), "poste": postes(offres(JUGEE, 30))})
    assert resume(roots).entites["offre"].lignes == 30


def test_a_kept_summary_that_cannot_be_read_is_made_again(roots):
    livrer(roots, JUGEE, {"offre": offres(JUGEE, 20), "poste": postes(offres(JUGEE, 20))})
    premier = resume(roots)
    (roots.qualite / "resumes" / "offre" / f"{JUGEE}.json").write_text("{", encoding="utf-8")
    assert resume(roots) == premier


def test_the_same_lake_gives_the_same_bytes(roots):
    passe(roots)
    jours = historique.livraisons(roots, "offre")
    dossier = roots.qualite / "resumes" / "offre"

    def octets() -> list[bytes]:
        historique.resumes(roots, charger("offre"), jours)
        return [chemin.read_bytes() for chemin in sorted(dossier.glob("*.json"))]

    premiers = octets()
    for chemin in dossier.glob("*.json"):
        chemin.unlink()
    assert len(premiers) == 8
    assert octets() == premiers


def test_the_summary_of_a_delivery_that_left_is_forgotten(roots):
    livrer(roots, JUGEE, {"offre": offres(JUGEE, 20), "poste": postes(offres(JUGEE, 20))})
    resume(roots)
    (roots.registre / "offre" / f"{JUGEE}.jsonl").unlink()
    historique.oublier_les_parties(roots, "offre")
    assert list((roots.qualite / "resumes" / "offre").iterdir()) == []


def test_in_each_earlier_month_the_delivery_of_the_same_moment_is_compared():
    """Files come on the 4th, late ones on the 7th; the 25th of June has nothing like it before."""
    jours = [
        date(2026, 4, 4),
        date(2026, 4, 7),
        date(2026, 5, 5),
        date(2026, 5, 7),
        date(2026, 6, 4),
        date(2026, 6, 25),
    ]
    assert historique.comparables(date(2026, 6, 4), jours, "mensuelle") == [date(2026, 4, 4), date(2026, 5, 5)]
    assert historique.comparables(date(2026, 6, 7), jours, "mensuelle") == [date(2026, 4, 7), date(2026, 5, 7)]
    assert historique.comparables(date(2026, 6, 25), jours, "mensuelle") == []


def test_the_end_of_a_month_meets_the_end_of_the_one_before():
    assert historique.comparables(date(2026, 3, 31), [date(2026, 2, 28)], "mensuelle") == [date(2026, 2, 28)]
    assert historique.comparables(date(2026, 3, 1), [date(2026, 1, 30)], "mensuelle") == [date(2026, 1, 30)]


def test_days_are_compared_with_the_same_day_of_the_week():
    jours = [date(2026, 6, jour) for jour in range(1, 16)]
    assert historique.comparables(date(2026, 6, 15), jours, "quotidienne") == [date(2026, 6, 1), date(2026, 6, 8)]


def test_a_source_without_cadence_is_compared_with_all_it_sent():
    assert historique.comparables(JUILLET, [JUIN, JUILLET, date(2026, 8, 1)], "irreguliere") == [JUIN]


def test_the_deliveries_of_the_last_period_are_judged():
    jours = [JUIN, date(2026, 6, 25), JUILLET, date(2026, 7, 25)]
    assert historique.a_juger(jours, "mensuelle") == [JUILLET, date(2026, 7, 25)]
    assert historique.a_juger(jours, "irreguliere") == [date(2026, 7, 25)]
    assert historique.a_juger([], "mensuelle") == []


def test_quantiles_of_counted_values():
    """Ten values, 1 to 9 and 100: a tenth of them is one value, half of them five, nine tenths nine."""
    valeurs = dict.fromkeys([*range(1, 10), 100], 1)
    assert quantiles(valeurs) == {"minimum": 1, "decile_1": 1, "mediane": 5, "decile_9": 9, "maximum": 100}
    assert quantiles(dict.fromkeys(range(9), 1)) is None  # nine values are someone's


def test_small_categories_are_counted_together():
    assert sans_petites({"b": 10, "a": 11, "c": 9, "d": 1}) == {"a": 11, "b": 10, "autres": 10}
    assert sans_petites({"a": 11}) == {"a": 11}


def test_distance_is_the_share_of_rows_that_would_have_to_change():
    assert distance({"a": 70, "b": 30}, [{"a": 7, "b": 3}]) == pytest.approx(0)
    assert distance({"a": 40, "b": 60}, [{"a": 70, "b": 30}]) == pytest.approx(0.3)
    assert distance({"a": 50, "b": 50}, [{"a": 100}]) == pytest.approx(0.5)
    assert distance({"a": 100}, [{"a": 50, "b": 50}, {"a": 50, "b": 50}]) == pytest.approx(0.5)


def test_a_category_that_is_only_now_large_enough_to_be_told_is_no_change():
    """9 rows in 100, then 10: the first were counted with the others."""
    assert distance({"a": 90, "b": 10}, [{"a": 91, "autres": 9}]) == pytest.approx(0.01)
