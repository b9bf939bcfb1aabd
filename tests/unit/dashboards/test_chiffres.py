"""One figure in words, and what may be said of two."""

import pytest

from dashboards.vues import comparaisons
from dashboards.vues.chiffres import lire
from dashboards.vues.comparaisons import NON_SIGNIFICATIF, TROP_PETIT, ecart, significatif
from tests.unit.dashboards.cas import avis, compte, delai, douze_mois_jusqu_en, indicateur, mois, moyenne, part, salaire


def test_a_share_is_shown_with_one_decimal_and_its_parts():
    chiffre = part(0.4256, numerateur=385, denominateur=905)
    assert chiffre.texte == "42,6\u00a0%"
    assert chiffre.comptes == "385 sur 905 personnes"
    assert chiffre.intervalle == "de 41,6 à 43,6\u00a0%"
    assert chiffre.incertain


def test_a_share_of_few_persons_has_no_decimal():
    assert part(0.4256, effectif_faible=True).texte == "43\u00a0%"


def test_a_rate_for_1000_says_so_everywhere():
    """25 events for 2,000 registered: 12.5 for 1,000; 2 more a year before is 2 for 1,000, no points."""
    chiffre = part(0.0125, 0.0005, mesure="pour_1000", numerateur=25)
    assert chiffre.texte == "12,5\u00a0pour\u00a01\u202f000"
    assert chiffre.intervalle == "de 12,0 à 13,0\u00a0pour\u00a01\u202f000"
    assert chiffre.comptes == "25 pour 2\u202f000 personnes"
    avant = part(0.0145, 0.0005, mesure="pour_1000")
    assert ecart(chiffre, avant) == "2,0\u00a0pour\u00a01\u202f000 de moins"
    extreme = part(None, mesure="pour_1000", motif="part_extreme", ic_haut=0.0021)
    assert extreme.texte == "moins de 2,1\u00a0pour\u00a01\u202f000"


def test_a_mean_bears_its_unit_and_has_no_interval():
    assert moyenne(2.8).texte == "2,8\u00a0mois"
    assert moyenne(1.0).texte == "1,0\u00a0mois"
    assert moyenne(37.0, "jours").texte == "37\u00a0jours"
    assert moyenne(0.83, "quotite").texte == "83\u00a0%"
    assert moyenne(2.8).intervalle is None
    assert moyenne(2.8).comptes == "2\u202f000 personnes"


def test_nothing_is_said_of_the_difference_of_two_means():
    """Without an interval, nobody knows whether chance explains it."""
    assert ecart(moyenne(2.8), moyenne(1.2)) is None
    assert comparaisons.avec("France", moyenne(2.8), moyenne(1.2)).ecart == ""


def test_a_pay_is_told_in_minimum_wages():
    assert salaire(1.15, 1.1, 1.2).texte == "1,15\u00a0Smic"
    assert salaire(1.15, 1.1, 1.2).intervalle == "de 1,10 à 1,20\u00a0Smic"
    assert salaire(1.15, 1.1, None).intervalle == "1,10\u00a0Smic ou plus"


def test_a_weighted_share_is_told_to_the_hundredth_with_its_answers():
    chiffre = avis(0.72, marge=0.02)
    assert chiffre.texte == "72\u00a0%"
    assert chiffre.intervalle == "de 70 à 74\u00a0%"
    assert chiffre.comptes == "2\u202f000 personnes"
    assert ecart(chiffre, avis(0.62, marge=0.02)) == "10\u00a0points de plus"


def test_a_balance_is_told_in_points_with_its_sign_and_not_compared():
    assert avis(0.12, "solde").texte == "+12\u00a0points"
    assert avis(-0.05, "solde").texte == "−5\u00a0points"
    assert avis(0.12, "solde").intervalle is None
    assert ecart(avis(0.12, "solde"), avis(0.5, "solde")) is None


def test_a_published_zero_is_less_than_five():
    assert compte(0).texte == "moins de 5"


@pytest.mark.parametrize(
    ("motif", "bornes", "texte", "raison"),
    [
        ("effectif_insuffisant", {}, "Non disponible", "trop peu de personnes"),
        ("fenetre_incomplete", {}, "Non disponible", "Pas encore connu"),
        ("part_extreme", {"ic_bas": 0.958}, "plus de 95,8\u00a0%", "secret statistique"),
        ("part_extreme", {"ic_haut": 0.0208}, "moins de 2,1\u00a0%", "secret statistique"),
        ("secret_etablissement", {}, "Non disponible", "entreprises"),
        ("mediane_non_atteinte", {}, "Non disponible", "moins de la moitié"),
        ("couverture_partielle", {}, "Non disponible", "n’a pas été reçue"),
        ("non_applicable", {}, "Non disponible", "ne s’applique pas"),
    ],
)
def test_an_absent_figure_says_why_and_is_never_zero(motif, bornes, texte, raison):
    chiffre = part(None, statut="absent", motif=motif, **bornes)
    assert chiffre.texte == texte
    assert raison in chiffre.raison
    assert "0" not in chiffre.texte_court or motif == "part_extreme"


def test_a_difference_beyond_the_two_intervals_is_said_in_points():
    """1.5 points apart; half intervals of 1 point each leave √2 ≈ 1.41 to chance."""
    assert ecart(part(0.425), part(0.410)) == "1,5\u00a0point de plus"


def test_a_difference_within_the_two_intervals_is_not_significant():
    assert ecart(part(0.424), part(0.410)) == NON_SIGNIFICATIF


def test_delays_are_compared_in_days():
    assert ecart(delai(23, 22, 24), delai(19, 18, 20)) == "4\u00a0jours de plus"
    assert ecart(delai(20, 18, 22), delai(19, 18, 20)) == NON_SIGNIFICATIF


def test_a_delay_whose_bound_was_not_reached_says_at_least():
    """Half of the upper bound's cases are still open at the end of the follow-up: nothing is significant."""
    ouvert = delai(150, 120, None)
    assert ouvert.intervalle == "120\u00a0jours ou plus"
    assert ecart(ouvert, delai(40, 38, 42)) == NON_SIGNIFICATIF


def test_without_an_interval_nothing_is_significant():
    assert not significatif(part(0.5, ic_bas=None), part(0.2))


@pytest.mark.parametrize(
    ("valeur", "autre", "mots"),
    [(1_240, 1_200, "+3,3\u00a0%"), (45, 80, "\u221235"), (45, 50, TROP_PETIT), (1_205, 1_200, TROP_PETIT)],
)
def test_counts_differ_in_percent_unless_the_rounding_explains_it(valeur, autre, mots):
    assert ecart(compte(valeur), compte(autre)) == mots


def test_a_count_is_set_against_the_whole_as_a_share():
    assert comparaisons.avec("Nord", compte(250), compte(2_000)).ecart == "ce territoire : 12,5\u00a0% du total"
    assert comparaisons.avec("France", compte(5), compte(90_000)).ecart.endswith("moins de 0,1\u00a0% du total")


def test_the_year_before_is_not_shown_across_a_break():
    periode = douze_mois_jusqu_en(2025, 11)
    ligne = comparaisons.sur_un_an(indicateur(), part(0.4, periode=periode), part(0.5, periode=periode.un_an_avant()))
    assert ligne.valeur == ""
    assert ligne.ecart == "non comparable : rupture de série en janvier 2025"


def test_the_year_before_is_shown_when_nothing_separates_them():
    maintenant, avant = part(0.426, periode=mois(2026, 3)), part(0.406, periode=mois(2025, 3))
    ligne = comparaisons.sur_un_an(indicateur(), maintenant, avant)
    assert (ligne.valeur, ligne.ecart) == ("40,6\u00a0%", "2,0\u00a0points de plus")


def test_a_row_of_the_release_is_read_as_it_is(version):
    france = version.territoires["france"]
    ligne = version.lignes([france], "ensemble", "ensemble", "taux_pourvoi_30j").row(0, named=True)
    chiffre = lire(version.indicateurs["taux_pourvoi_30j"], ligne)
    assert (chiffre.valeur, chiffre.numerateur) == (ligne["valeur"], ligne["numerateur"])
    assert chiffre.compte == "postes"
