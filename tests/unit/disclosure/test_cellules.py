"""From exact to published cells: shares, counts and medians by hand; reasons; what an absent cell tells: nothing."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from pipelines import catalogue
from pipelines.disclosure import COLONNES, Parametres, SecretRefuse, parts
from pipelines.disclosure.controles import CLE, ENTREE
from pipelines.release.regles import fautes
from tests.unit.disclosure.fabrique import (
    CLE_ARRONDI,
    au_hasard,
    avis,
    cellule,
    cellules,
    delai,
    moyenne,
    publie,
    publier,
)

CHIFFRES = ["numerateur", "denominateur", "exclus", "valeur", "ic_bas", "ic_haut"]
PARTS = ["valeur", "ic_bas", "ic_haut", "motif"]


def une(*lignes: dict) -> dict:
    (ligne,) = publier(*lignes)
    return ligne


def lire(ligne: dict, *noms: str) -> tuple:
    return tuple(ligne[nom] for nom in noms)


# -- shares (exact multiples of 5 are published as they are, so these need no draw) ----------------------------------


def test_a_share_and_its_interval_by_hand():
    """40 of 100. n_eff = 0.24 / (0.24/100 + 4 × 1.16/100²) = 83.799; Wilson on that: 0.3017 to 0.5070."""
    ligne = une(cellule(40, 100, 5))
    assert lire(ligne, *CHIFFRES) == (40, 100, 5, 0.4, 0.3017, 0.507)
    assert lire(ligne, "statut", "motif", "effectif_faible", "revise") == ("definitif", None, True, False)


def test_a_share_has_six_decimals_and_no_flag_from_200():
    ligne = une(cellule(70, 210))
    assert lire(ligne, "valeur", "effectif_faible") == (0.333333, False)
    assert une(cellule(65, 195))["effectif_faible"] is True
    assert une(cellule(65, 200))["effectif_faible"] is False


def test_fifty_is_enough_for_a_share():
    assert lire(une(cellule(20, 50)), "valeur", "motif") == (0.4, None)


def test_every_interval_holds_its_share_and_stays_between_zero_and_one():
    """All published N < D up to 600; more persons, narrower interval."""
    couples = [(n, d) for d in range(50, 605, 5) for n in range(5, d, 5)]
    mois = pl.date_range(date(1000, 1, 1), date(2599, 12, 1), "1mo", eager=True)
    publiees = publie(
        cellules(*(cellule(n, d, periode_debut=m) for (n, d), m in zip(couples, mois, strict=False))),
        catalogue.charger(),
        CLE_ARRONDI,
    )
    assert publiees.height == len(couples) > 7_000
    assert publiees.select(
        (pl.col("ic_bas").is_between(0, "valeur") & pl.col("ic_haut").is_between("valeur", 1)).all()
    ).item()
    demies = publiees.filter(2 * pl.col("numerateur") == pl.col("denominateur")).sort("denominateur")
    assert (demies["ic_haut"] - demies["ic_bas"]).diff().drop_nulls().max() < 0


@pytest.mark.parametrize(
    ("n", "d", "attendu"),
    [
        (0, 0, (0, None)),  # nobody: a reason like that of any small denominator
        (5, 10, (10, None)),  # below 15 the numerator is withheld too
        (5, 15, (15, 5)),
        (20, 45, (45, 20)),
    ],
)
def test_below_fifty_no_share_and_below_fifteen_no_numerator(n, d, attendu):
    ligne = une(cellule(n, d))
    assert lire(ligne, *PARTS) == (None, None, None, "effectif_insuffisant")
    assert lire(ligne, "denominateur", "numerateur") == attendu
    assert lire(ligne, "statut", "effectif_faible") == ("definitif", False)


def test_nobody_or_everybody_shows_a_bound_instead_of_a_share():
    """N = 0, D = 100: at most 4/96 = 0.0417. N = D = 100: at least 96/104 = 0.9231."""
    assert lire(une(cellule(0, 100)), *PARTS) == (None, None, 0.0417, "part_extreme")
    assert lire(une(cellule(100, 100)), *PARTS) == (None, 0.9231, None, "part_extreme")


def test_a_numerator_rounded_above_its_denominator_is_extreme():
    """51 of 52 may be published 55 of 50: no share above 1 is ever shown."""
    lignes = [cellule(51, 52, periode_debut=date(1900 + i, 1, 1)) for i in range(60)]
    publiees = publier(*lignes)
    au_dessus = [p for p in publiees if p["numerateur"] > p["denominateur"]]
    assert au_dessus
    assert {p["motif"] for p in au_dessus} == {"part_extreme"}
    assert all(p["valeur"] is None or p["valeur"] <= 1 for p in publiees)


def test_a_rate_for_1000_is_a_fraction_of_what_it_is_not_part_of():
    """40 struck off for 1,000 registered; 120 for 100 is refused to no indicator of that unit, and kept secret."""
    ligne = une(cellule(40, 1_000, indicateur="radiations_pour_1000"))
    assert lire(ligne, "numerateur", "denominateur", "valeur", "motif") == (40, 1_000, 0.04, None)
    au_dessus = une(cellule(120, 100, indicateur="radiations_pour_1000"))
    assert lire(au_dessus, *PARTS) == (None, 1.1154, None, "part_extreme")


# -- counts ---------------------------------------------------------------------------------------------------------


def test_a_count_is_its_value_and_nothing_else():
    ligne = une(cellule(None, 1_240, indicateur="inscrits_stock"))
    assert lire(ligne, *CHIFFRES) == (None, None, None, 1240.0, None, None)
    assert lire(ligne, "motif", "effectif_faible") == (None, False)


def test_nobody_is_a_count_of_zero():
    assert lire(une(cellule(None, 0, indicateur="entrees")), "valeur", "motif") == (0.0, None)


# -- means -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("somme", "d", "attendu"),
    [
        (250, 100, 2.5),
        (254, 100, 2.5),  # 2.54
        (255, 100, 2.6),  # halves go up
        (285, 100, 2.9),  # 2.85, below in binary
        (600, 100, 6.0),
        (140, 50, 2.8),
    ],
)
def test_a_mean_of_months_is_to_the_tenth_without_interval(somme, d, attendu):
    ligne = une(moyenne(somme, d))
    assert lire(ligne, *CHIFFRES) == (None, d, 0, attendu, None, None)
    assert lire(ligne, "statut", "motif", "effectif_faible") == ("definitif", None, True)


@pytest.mark.parametrize(("somme", "attendu"), [(3_649, 36.0), (3_650, 37.0), (18_000, 180.0), (0, 0.0)])
def test_a_mean_of_days_is_to_the_day(somme, attendu):
    """36.49 is 36, 36.5 is 37."""
    dimension = {"indicateur": "delai_pourvoi_rpe", "dimension": "type_contrat", "modalite": "durable"}
    assert une(moyenne(somme, 100, **dimension))["valeur"] == attendu


@pytest.mark.parametrize(("somme", "attendu"), [(834_999, 0.83), (835_000, 0.84), (1_500_000, 1.5)])
def test_a_mean_share_of_a_full_time_is_to_the_hundredth(somme, attendu):
    """100 returns, each in whole ten-thousandths: 83.4999 % is 83 %, 83.5 % is 84 %."""
    assert une(moyenne(somme, 100, indicateur="quotite_moyenne_reprise"))["valeur"] == attendu


@pytest.mark.parametrize("d", [0, 5, 45])
def test_below_fifty_no_mean(d):
    assert lire(une(moyenne(3 * d, d)), "valeur", "motif", "denominateur") == (None, "effectif_insuffisant", d)


def test_a_mean_is_that_of_the_exact_count_and_is_shown_by_the_rounded_one():
    """49 persons sum to 147 months, exactly 3; the count published is 45 or 50, and only 50 shows it."""
    lignes = [une(moyenne(147, 49)) for _ in range(40)]
    assert {lire(ligne, "denominateur", "valeur") for ligne in lignes} == {(45, None), (50, 3.0)}


def test_an_absent_mean_shows_nothing():
    absent = {"statut": "absent", "motif": "fenetre_incomplete"}
    assert lire(une(moyenne(250, 100, **absent)), *CHIFFRES) == (None,) * 6


@pytest.mark.parametrize("fausse", [{"somme": None}, {"somme": -1}, {"somme": 3, "denominateur": 0}])
def test_a_mean_without_a_sum_a_negative_one_or_one_of_nobody_is_refused(fausse):
    cellule_fausse = moyenne(250, 100) | fausse
    if fausse.get("denominateur") == 0:
        cellule_fausse["cle_denominateur"] = 0
    with pytest.raises(SecretRefuse, match="no sum, a negative one, or one of nobody"):
        une(cellule_fausse)


@pytest.mark.parametrize(
    ("faussee", "phrase"),
    [
        ({"valeur": 2.55}, "have a mean off the grid"),
        ({"valeur": -0.1}, "have a negative mean"),
        ({"ic_bas": 2.4}, "have a numerator or bounds"),
        ({"valeur": None, "motif": "effectif_insuffisant"}, "have a motif that does not go with their denominator"),
        ({"effectif_faible": False}, "have a wrong effectif_faible"),
        ({"exclus": None}, "lack a denominator or the excluded"),
    ],
)
def test_a_published_mean_that_breaks_a_rule_is_found(faussee, phrase):
    entree = catalogue.charger().indicateurs["delai_moyen_acces_rpe"].en_clair()
    publiee = publie(cellules(moyenne(250, 100)), catalogue.charger(), CLE_ARRONDI)
    assert not any(faute.any() for faute in fautes(publiee, entree, Parametres()).values())
    fausse = publiee.with_columns(pl.lit(v, dtype=publiee.schema[nom]).alias(nom) for nom, v in faussee.items())
    trouvees = [regle for regle, faute in fautes(fausse, entree, Parametres()).items() if faute.any()]
    assert any(regle.startswith(phrase) for regle in trouvees)


# -- weighted shares ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("favorable", "somme", "attendu"),
    [
        (500_000, 1_000_000, 0.5),
        (744_999, 1_000_000, 0.74),
        (745_000, 1_000_000, 0.75),  # halves go up
        (0, 1_000_000, 0.0),
        (1_000_000, 1_000_000, 1.0),
    ],
)
def test_a_weighted_share_is_to_the_hundredth_nobody_and_everybody_included(favorable, somme, attendu):
    ligne = une(avis(favorable, somme, 1e10, 100))
    assert lire(ligne, "numerateur", "denominateur", "exclus", "valeur", "motif") == (None, 100, 0, attendu, None)


def test_the_interval_of_a_weighted_share_counts_how_unequal_the_weights_are():
    """100 answers of 10,000: as many as they are, 0.5 ± 1.96/1.038416 × √(0.0025 + 0.00009604). Four times the squares:
    25, 0.5 ± 1.96/1.153664 × √(0.01 + 0.00153664)."""
    assert lire(une(avis(500_000, 1_000_000, 1e10, 100)), "ic_bas", "ic_haut") == (0.4038, 0.5962)
    assert lire(une(avis(500_000, 1_000_000, 4e10, 100)), "ic_bas", "ic_haut") == (0.3175, 0.6825)


@pytest.mark.parametrize(
    ("carres", "taille"),
    [
        (1e12 / 92.4, 90),  # 92.4 is 90
        (1e12 / 92.6, 95),
        (1e12 / 1, 5),  # one answer has all the weight
        (1e12 / 140, 100),  # never more than the answers published
    ],
)
def test_an_effective_size_is_on_the_grid_of_counts(carres, taille):
    """Nothing favourable: the upper bound is z²/(n + z²), and gives the size back."""
    haut = une(avis(0, 1_000_000, carres, 100))["ic_haut"]
    assert haut == round(3.8416 / (taille + 3.8416), 4)


@pytest.mark.parametrize("d", [0, 5, 45])
def test_below_fifty_answers_no_weighted_share(d):
    ligne = une(avis(5_000 * d, 10_000 * d, 1e8 * d, d))
    assert lire(ligne, *CHIFFRES, "motif") == (None, d, 0, None, None, None, "effectif_insuffisant")


def test_answers_that_weigh_nothing_are_too_few():
    assert lire(une(avis(0, 0, 0.0, 100)), "denominateur", "valeur", "motif") == (100, None, "effectif_insuffisant")


@pytest.mark.parametrize(("favorable", "attendu"), [(-253_000, -0.25), (126_000, 0.13), (-1_000_000, -1.0)])
def test_a_balance_may_be_negative_and_has_no_interval(favorable, attendu):
    ligne = une(avis(favorable, 1_000_000, 1e10, 200, indicateur="satisfaction_delta_rpe"))
    assert lire(ligne, "valeur", "ic_bas", "ic_haut", "motif") == (attendu, None, None, None)


@pytest.mark.parametrize(
    "fausse",
    [
        {"somme": None},
        {"somme_carres": None},
        {"somme_favorable": -1},
        {"somme_favorable": 1_000_001},
        {"somme_carres": 1.1e12},
        {"denominateur": 0, "cle_denominateur": 0},
    ],
)
def test_weights_that_do_not_go_together_are_refused(fausse):
    with pytest.raises(SecretRefuse, match="weights that do not go together"):
        une(avis(500_000, 1_000_000, 1e10, 100) | fausse)


@pytest.mark.parametrize(
    ("faussee", "phrase"),
    [
        ({"valeur": 0.505}, "have a weighted share off the grid"),
        ({"valeur": -0.1}, "have a weighted share out of range"),
        ({"ic_bas": 0.45}, "have bounds narrower than their answers allow"),
        ({"ic_haut": 0.55}, "have bounds narrower than their answers allow"),
        ({"ic_haut": None}, "have a value without its bounds"),
        ({"numerateur": 50}, "have a numerator, which a weighted share has not"),
        ({"denominateur": 45}, "have a value of too few answers"),
        ({"effectif_faible": False}, "have a wrong effectif_faible"),
        ({"valeur": None, "motif": "effectif_insuffisant"}, "have bounds without a value"),
        ({"exclus": None}, "lack a denominator or the excluded"),
    ],
)
def test_a_published_weighted_share_that_breaks_a_rule_is_found(faussee, phrase):
    entree = catalogue.charger().indicateurs["satisfaction_personnes"].en_clair()
    publiee = publie(cellules(avis(500_000, 1_000_000, 1e10, 100)), catalogue.charger(), CLE_ARRONDI)
    assert not any(faute.any() for faute in fautes(publiee, entree, Parametres()).values())
    fausse = publiee.with_columns(pl.lit(v, dtype=publiee.schema[nom]).alias(nom) for nom, v in faussee.items())
    trouvees = [regle for regle, faute in fautes(fausse, entree, Parametres()).items() if faute.any()]
    assert any(regle.startswith(phrase) for regle in trouvees)


def test_a_balance_with_an_interval_is_found():
    entree = catalogue.charger().indicateurs["satisfaction_delta_rpe"].en_clair()
    solde = avis(-253_000, 1_000_000, 1e10, 200, indicateur="satisfaction_delta_rpe")
    publiee = publie(cellules(solde), catalogue.charger(), CLE_ARRONDI)
    assert not any(faute.any() for faute in fautes(publiee, entree, Parametres()).values())
    trouvees = fautes(publiee.with_columns(ic_bas=pl.lit(-0.3)), entree, Parametres())
    assert trouvees["have bounds, which a balance has not"].any()


# -- medians --------------------------------------------------------------------------------------------------------


def test_a_median_and_its_bounds_by_hand():
    """10,000 entered, 100 events a day. Ranks 5,000 and 5,000 ± 1.96 × √(0.25/10,000) × 10,000 = ± 98: days 50, 50, 51.
    Of 100, one a day: 50 ± 9.8: days 50, 41, 60, told by months."""
    ligne = une(delai(dict.fromkeys(range(1, 91), 100), 10_000))
    assert lire(ligne, *CHIFFRES) == (None, 10_000, 0, 50.0, 50.0, 50.0)
    ligne = une(delai(dict.fromkeys(range(1, 91), 1), 100))
    assert lire(ligne, *CHIFFRES) == (None, 100, 0, 60.0, 30.0, 60.0)


@pytest.mark.parametrize(
    ("entres", "vers"),
    [
        (2_000, {29: 29, 30: 30, 31: 30, 32: 30, 33: 35, 37: 35, 38: 40}),
        (1_995, {28: 28, 29: 30, 30: 30, 31: 30, 34: 30, 35: 40, 44: 40, 45: 50}),
        (495, {2: 0, 3: 5, 27: 25, 28: 30, 30: 30, 31: 40, 49: 40, 50: 60}),
        (195, {4: 0, 5: 10, 24: 20, 25: 30, 31: 30, 44: 30, 45: 60, 74: 60, 75: 90}),
        (95, {7: 0, 8: 15, 22: 15, 23: 30, 30: 30, 31: 60, 89: 60, 90: 120}),
    ],
)
def test_the_fewer_entered_the_coarser_the_grid_of_a_median(entres, vers):
    """By 1 and 5 days, 2 and 10, 5 and 20, 10 and 30, 15 and 60, short and long."""
    for jour, dit in vers.items():
        # three quarters had it on that day, and both bounds are of that day
        assert lire(une(delai({jour: 3 * entres // 4}, entres)), "valeur", "ic_bas", "ic_haut") == (dit, dit, dit)


@pytest.mark.parametrize(("fois", "dits"), [(20, (2.5, 2.4, 2.65)), (1, (2.5, 2.1, 3.0))])
def test_a_median_pay_is_in_steps_of_a_minimum_wage(fois, dits):
    """2,000 returns, 20 a twentieth from 1 to 90: rank 1,000 is in the 50th, ranks 956 and 1,044 in the 48th and 53rd.
    Of 100, one a twentieth: 50, 41 and 60, told by tenths: 41 is 42."""
    ligne = une(delai(dict.fromkeys(range(1, 91), fois), 100 * fois, indicateur="salaire_median_reprise"))
    assert lire(ligne, *CHIFFRES) == (None, 100 * fois, 0, *dits)


def test_a_published_pay_off_its_grid_is_found():
    entree = catalogue.charger().indicateurs["salaire_median_reprise"].en_clair()
    exacte = delai(dict.fromkeys(range(1, 91), 1), 100, indicateur="salaire_median_reprise")
    publiee = publie(cellules(exacte), catalogue.charger(), CLE_ARRONDI)
    assert not any(faute.any() for faute in fautes(publiee, entree, Parametres()).values())
    fausse = publiee.with_columns(valeur=pl.lit(2.52))
    assert fautes(fausse, entree, Parametres())["have a median off the grid"].any()


def test_a_bound_that_is_not_reached_is_empty():
    """55 of 100 events: rank 59.8 is never reached within the follow-up."""
    assert lire(une(delai({10: 30, 20: 25}, 100)), "valeur", "ic_bas", "ic_haut") == (20.0, 20.0, None)


def test_a_median_that_is_not_reached_has_no_value_and_keeps_its_statut():
    ligne = une(delai({10: 49}, 100))
    assert lire(ligne, *PARTS) == (None, None, None, "mediane_non_atteinte")
    assert lire(ligne, "statut", "denominateur") == ("definitif", 100)


def test_below_fifty_a_median_tells_neither_if_it_is_reached_nor_if_it_is_final():
    """Both depend on the few persons of the cell: reason and statut are those of the period."""
    lieu = {"territoire_niveau": "departement"}
    small = [
        delai({3: 40}, 45, **lieu, territoire_code="01", statut="definitif"),
        delai({200: 40}, 45, **lieu, territoire_code="02", statut="provisoire"),
        delai({3: 5}, 45, **lieu, territoire_code="03", statut="provisoire", motif="fenetre_incomplete"),
        delai({}, 0, **lieu, territoire_code="04", statut="definitif"),
    ]
    for autour, attendu in (("definitif", "definitif"), ("provisoire", "provisoire")):
        publiees = publier(*small, delai({20: 900}, 1_000, statut=autour))[:4]
        assert {lire(p, *PARTS) for p in publiees} == {(None, None, None, "effectif_insuffisant")}
        assert {p["statut"] for p in publiees} == {attendu}
    assert {p["statut"] for p in publier(*small)} == {"provisoire"}


def test_an_unfinished_follow_up_is_told_from_fifty_up():
    ligne = une(delai({10: 30}, 100, statut="provisoire", motif="fenetre_incomplete"))
    assert lire(ligne, "valeur", "statut", "motif") == (None, "provisoire", "fenetre_incomplete")


# -- absence and existence ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("motif", ["fenetre_incomplete", "couverture_partielle", "non_applicable"])
@pytest.mark.parametrize("indicateur", ["retour_emploi_6m", "entrees", "delai_orientation_median"])
def test_an_absent_cell_tells_nothing_whatever_is_in_it(indicateur, motif):
    """Whoever is in the cell, its row is the same to the last column."""
    absente = {"indicateur": indicateur, "statut": "absent", "motif": motif}
    n = 333 if indicateur == "retour_emploi_6m" else None
    pleine = une({**delai({3: 600}, 1_000), **cellule(n, 1_000, 7), **absente})
    vide = une(cellule(None if n is None else 0, 0, **absente))
    assert pleine == vide
    assert lire(pleine, *CHIFFRES, "effectif_faible") == (None,) * 6 + (False,)
    assert lire(pleine, "statut", "motif") == ("absent", motif)


def test_no_cell_is_dropped_and_the_order_is_that_of_the_key():
    exactes = au_hasard(3_000, 5)
    publiees = publie(exactes.sample(fraction=1.0, shuffle=True, seed=1), catalogue.charger(), CLE_ARRONDI)
    assert publiees.select(CLE).equals(exactes.select(CLE).sort(CLE))
    assert dict(publiees.schema) == COLONNES


def test_indicators_of_every_form_come_out_together():
    publiees = publier(
        cellule(40, 100),
        cellule(None, 60, indicateur="entrees"),
        delai({3: 90}, 100),
        cellule(10, 60, dimension="sexe", modalite="F"),
    )
    assert [(p["indicateur"], p["modalite"]) for p in publiees] == [
        ("delai_orientation_median", "ensemble"),
        ("entrees", "ensemble"),
        ("retour_emploi_6m", "ensemble"),
        ("retour_emploi_6m", "F"),
    ]


def test_no_cell_no_row():
    """An empty table, and the one row without anything that stands for it in a file written by dbt."""
    rien = pl.DataFrame([dict.fromkeys(ENTREE)], schema=ENTREE)
    assert publie(rien, catalogue.charger(), CLE_ARRONDI).is_empty()
    assert dict(publie(cellules(), catalogue.charger(), CLE_ARRONDI).schema) == COLONNES


# -- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lignes", "phrase"),
    [
        ([cellule(40, 30)], "numerator above their denominator"),
        ([cellule(1, 30, statut="absent")], "absent without a structural motif"),
        ([cellule(1, 30, statut="absent", motif="effectif_insuffisant")], "absent without a structural motif"),
        ([cellule(1, 30, motif="fenetre_incomplete")], "motif that does not go with their statut"),
        ([cellule(1, 30, statut="revise")], "unknown statut"),
        ([cellule(1, 30, statut=None)], "no statut"),
        ([cellule(None, 30)], "empty count"),
        ([{**delai({3: 90}, 100), "mediane": None}], "motif that does not go with their statut"),
        ([cellule(1, 30), cellule(2, 30)], "1 cells have the key of another"),
        ([cellule(1, 30, indicateur="inconnu")], "No catalogue entry for inconnu"),
        ([cellule(1, 30, territoire_niveau="epci")], "at epci, mois, ensemble = ensemble are not announced"),
        ([cellule(1, 30, dimension="sexe", modalite="X")], "sexe = X are not announced"),
        ([cellule(1, 30, periode_type="semaine")], "national, semaine"),
        (
            [cellule(1, 30, territoire_niveau="epci", periode_type="glissant_12m", dimension="sexe", modalite="F")],
            "at epci, glissant_12m, sexe = F are not announced",
        ),
        (
            [cellule(1, 30, territoire_niveau="local", dimension="sexe*tranche_age", modalite="F*-26")],
            r"at local, mois, sexe\*tranche_age = F\*-26 are not announced",
        ),
    ],
)
def test_unexpected_cells_stop_everything(lignes, phrase):
    with pytest.raises(SecretRefuse, match=phrase):
        publier(*lignes)


def test_a_missing_column_is_named():
    with pytest.raises(SecretRefuse, match="lack cle_exclus"):
        publie(cellules(cellule(1, 30)).drop("cle_exclus"), catalogue.charger(), CLE_ARRONDI)


def test_keys_in_floating_point_stop_everything():
    flottantes = cellules(cellule(1, 30)).with_columns(pl.col("cle_denominateur").cast(pl.Float64))
    with pytest.raises(SecretRefuse, match="cle_denominateur must be 64-bit integers"):
        publie(flottantes, catalogue.charger(), CLE_ARRONDI)


def test_a_class_that_does_not_allow_what_is_asked_stops_everything(monkeypatch):
    entier = catalogue.charger()
    sensible = replace(entier.indicateurs["retour_emploi_6m"], classe_secret="tres_sensible")
    modifie = replace(entier, indicateurs={"retour_emploi_6m": sensible})
    with pytest.raises(SecretRefuse, match="tres_sensible is not published at level departement"):
        publie(cellules(cellule(1, 30)), modifie, CLE_ARRONDI)


def test_an_exact_interval_would_be_seen():
    """Sabotage: bounds made from exact counts. Redone from the published counts, they do not come out the same."""
    exactes = au_hasard(400, 8, effectif_maximal=900).with_columns(pl.lit(None, dtype=pl.String).alias("motif"))
    honnete = publie(exactes, catalogue.charger(), CLE_ARRONDI)
    entree = {"forme": "part", "methode_version": 1}
    assert not [phrase for phrase, faute in fautes(honnete, entree, Parametres()).items() if faute.any()]
    bas, _ = parts.bornes(Parametres())
    trahi = honnete.with_columns(ic_bas=pl.when(pl.col("ic_bas").is_not_null()).then(exactes.select(bas).to_series()))
    vues = {phrase for phrase, faute in fautes(trahi, entree, Parametres()).items() if faute.any()}
    assert "have a lower bound that its counts do not give" in vues
