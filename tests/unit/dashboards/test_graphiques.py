"""Charts: cut at breaks, dashed where provisional, and holding nothing that is not published."""

import colorsys
import itertools
import json
from dataclasses import replace
from datetime import date

import pytest

from dashboards.graphiques import theme
from dashboards.graphiques.courbe import courbe, joints, troncons
from dashboards.graphiques.etendue import etendue
from dashboards.millesime import Rupture
from dashboards.vues import series
from dashboards.vues.fiche import fiche
from dashboards.vues.series import Point, constat
from tests.unit.dashboards.cas import RUPTURE, compte, douze_mois_jusqu_en, indicateur, mois, moyenne, part

JANVIER = (RUPTURE,)


def _suite(*chiffres) -> tuple[Point, ...]:
    return tuple(Point(c, None) for c in chiffres)


def _morceaux(points) -> list[tuple[bool, list[float]]]:
    return [(provisoire, [p.chiffre.valeur for p in piece]) for provisoire, piece in troncons(points, JANVIER)]


def test_the_line_is_cut_at_the_break():
    points = _suite(
        *(part(v, periode=mois(*m)) for v, m in ((0.40, (2024, 11)), (0.41, (2024, 12)), (0.35, (2025, 1))))
    )
    assert _morceaux(points) == [(False, [0.40, 0.41])]


def test_rolling_years_across_the_break_are_joined_to_each_other_only():
    periodes = [(2024, 12), (2025, 1), (2025, 2), (2025, 11), (2025, 12)]
    points = _suite(*(part((40 + i) / 100, periode=douze_mois_jusqu_en(*p)) for i, p in enumerate(periodes)))
    assert _morceaux(points) == [(False, [0.41, 0.42])]


@pytest.mark.parametrize(
    ("adresse", "coupee"), [("dep-59", True), ("dep-01", False), ("reg-32", False), ("france", False)]
)
def test_a_local_break_cuts_the_line_of_its_territory_only(demander, adresse, coupee):
    """Broken in the Nord in March 2025: its line has a rule and two pieces; that of its région, beside it, is whole."""
    demande = demander(t=adresse, i="taux_pourvoi_30j", r="mois")
    locale = Rupture(date(2025, 3, 1), "Dans le Nord, une autre saisie des offres.", frozenset({("departement", "59")}))
    offres = replace(demande.millesime.indicateurs["taux_pourvoi_30j"], ruptures=(locale,))
    lignes = demande.millesime.lignes(series.territoires_montres(demande, offres), "ensemble", "ensemble")
    montree = series.serie(demande, offres, lignes)
    assert [jour for jour, _ in montree.ruptures_vues] == [locale.jour] * coupee
    assert montree.ruptures_reference == ()
    assert ("Rupture : " in json.dumps(courbe(montree))) == coupee
    par_mois = {p.chiffre.periode: p.chiffre for p in montree.points}
    fevrier, mars = (par_mois[mois(2025, rang)] for rang in (2, 3))
    assert joints(fevrier, mars, tuple(jour for jour, _ in montree.ruptures)) != coupee


def test_a_month_without_value_is_a_hole_not_a_bridge():
    points = _suite(
        part(0.40, periode=mois(2025, 3)),
        part(None, periode=mois(2025, 4), statut="absent", motif="couverture_partielle"),
        part(0.42, periode=mois(2025, 5)),
        part(0.43, periode=mois(2025, 6)),
    )
    assert _morceaux(points) == [(False, [0.42, 0.43])]


def test_what_is_provisional_is_a_piece_of_its_own_joined_to_the_rest():
    points = _suite(
        part(0.40, periode=mois(2025, 3)),
        part(0.41, periode=mois(2025, 4)),
        part(0.42, periode=mois(2025, 5), statut="provisoire"),
    )
    assert _morceaux(points) == [(False, [0.40, 0.41]), (True, [0.41, 0.42])]


def test_the_finding_says_the_movement_over_a_year():
    avant, apres = part(0.40, periode=mois(2025, 3)), part(0.43, periode=mois(2026, 3))
    assert constat(indicateur(), (avant, apres)) == "43,0\u00a0%, en hausse de 3,0\u00a0points sur un an"
    stable = part(0.405, periode=mois(2026, 3))
    assert constat(indicateur(), (avant, stable)) == "40,5\u00a0%, sans évolution significative sur un an"


def test_the_finding_is_silent_about_a_year_across_a_break():
    avant, apres = part(0.40, periode=mois(2024, 3)), part(0.43, periode=mois(2025, 3))
    assert constat(indicateur(), (avant, apres)) == "43,0\u00a0% en mars 2025"


def test_the_finding_of_a_mean_is_its_last_value():
    avant, apres = moyenne(2.6, periode=mois(2025, 3)), moyenne(2.8, periode=mois(2026, 3))
    assert constat(indicateur("moyenne", rompu=False), (avant, apres)) == "2,8\u00a0mois en mars 2026"


def test_the_finding_of_a_count_is_in_percent():
    avant, apres = compte(1_000, periode=mois(2025, 3)), compte(1_100, periode=mois(2026, 3))
    assert constat(indicateur("effectif"), (avant, apres)) == "1\u202f100 personnes, +10,0\u00a0% sur un an"


PUBLICS = ("ensemble:ensemble", "sexe:F", "tranche_age:55+", "type_contrat:durable", "rsa:inconnu")
LIEUX = ("france", "reg-32", "reg-84", "dep-59", "dep-80", "dep-01", "loc-CLPE80002")


@pytest.mark.parametrize("rythme", ["mois", "12m"])
def test_every_chart_draws_published_values_only(demander, rythme):
    for adresse, choix in itertools.product(LIEUX, PUBLICS):
        page = fiche(demander(t=adresse, r=rythme, p=choix))
        for serie in page.series:
            publies = {p.chiffre.valeur for p in serie.points} | {
                p.reference.valeur for p in serie.points if p.reference
            }
            specification = courbe(serie) or {"layer": []}
            assert {v["y"] for couche in specification["layer"] for v in _valeurs(couche)} <= publies
            assert serie.territoire in serie.alternative
        if page.sous_territoires is not None:
            json.dumps(etendue(page.sous_territoires), allow_nan=False)


def _valeurs(couche: dict) -> list[dict]:
    """Values drawn on the vertical axis; the bounds of an interval are apart."""
    return [v for v in couche["data"]["values"] if "y" in v and "haut" not in v]


def test_the_rule_stands_before_the_first_month_of_the_break(demander):
    serie = next(s for s in fiche(demander(t="dep-59", r="mois")).series if s.indicateur.indicateur == "entrees")
    regles = [c for c in courbe(serie)["layer"] if c["mark"]["type"] == "rule"]
    assert regles[0]["data"]["values"] == [{"jour": "2024-12-17", "mot": "Rupture : janv. 2025"}]


def _luminance(couleur: str) -> float:
    canaux = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    lineaires = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux]
    return sum(c * p for c, p in zip(lineaires, (0.2126, 0.7152, 0.0722), strict=True))


def _contraste(une: str, autre: str) -> float:
    haut, bas = sorted((_luminance(une), _luminance(autre)), reverse=True)
    return (haut + 0.05) / (bas + 0.05)


@pytest.mark.parametrize("couleur", [theme.ENCRE, theme.SECONDAIRE, theme.PRINCIPALE, theme.ALERTE])
@pytest.mark.parametrize("fond", [theme.BLANC, theme.FOND])
def test_text_stands_out_from_its_ground(couleur, fond):
    assert _contraste(couleur, fond) >= 4.5


@pytest.mark.parametrize("couleur", [*theme.CATEGORIES, theme.REFERENCE, theme.BORDURE])
def test_marks_stand_out_from_white(couleur):
    assert _contraste(couleur, theme.BLANC) >= 3


def test_series_differ_by_more_than_hue():
    """Five lines in grey print remain apart two by two, or differ in hue by a sixth of the circle."""
    for une, autre in itertools.combinations(theme.CATEGORIES, 2):
        teintes = [colorsys.rgb_to_hls(*(int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)))[0] for c in (une, autre)]
        ecart = abs(teintes[0] - teintes[1])
        assert _contraste(une, autre) >= 1.5 or min(ecart, 1 - ecart) >= 1 / 6
