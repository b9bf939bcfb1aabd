"""Published counts put together: what is withdrawn, by hand."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import catalogue
from pipelines.disclosure import COLONNES, Parametres, encadrements, sommes
from pipelines.disclosure.recoupements import SERIE, a_retirer, retirees, retirer
from pipelines.territories import contenances

MOTS = catalogue.charger().en_clair()
ENTREES = {entree["indicateur"]: entree for entree in MOTS["indicateurs"]}
MOIS = [date(2025, mois, 1) for mois in (1, 2, 3)]
AGES = list(MOTS["dimensions"]["tranche_age"]["modalites"])
# a région of three départements, of which 01 is also a committee; another committee straddles two
COMMUNES = pl.DataFrame(
    [
        (commune, niveau, code)
        for commune, lieux in {
            "a": {"departement": "01", "region": "84", "local": "CLPE01001"},
            "b": {"departement": "38", "region": "84", "local": "CLPE38001"},
            "c": {"departement": "69", "region": "84", "local": "CLPE38001"},
        }.items()
        for niveau, code in lieux.items()
    ],
    schema=["commune", "territoire_niveau", "territoire_code"],
    orient="row",
)


def ligne(periode: str, debut: date, lieu: tuple[str, str] = ("departement", "01"), **propres) -> dict:
    publique = {"dimension": "ensemble", "modalite": "ensemble", "statut": "definitif", "motif": None}
    return dict.fromkeys(COLONNES) | {
        "periode_type": periode,
        "periode_debut": debut,
        "territoire_niveau": lieu[0],
        "territoire_code": lieu[1],
        **publique,
        **propres,
    }


def table(*lignes: dict) -> pl.DataFrame:
    return pl.DataFrame(lignes, schema=COLONNES)


def retrait(publiees: pl.DataFrame, indicateur: str) -> pl.DataFrame:
    return a_retirer(publiees, ENTREES[indicateur], MOTS["dimensions"], contenances(COMMUNES), Parametres())


def series(publiees: pl.DataFrame, indicateur: str = "entrees") -> list[tuple]:
    """(territory, dimension, kind of period, whether the excluded alone are withdrawn)."""
    return retrait(publiees, indicateur).drop("territoire_niveau").rows()


def les_mois(*valeurs: float) -> list[dict]:
    return [ligne("mois", debut, valeur=valeur) for debut, valeur in zip(MOIS, valeurs, strict=True)]


@pytest.mark.parametrize(
    ("mois", "trimestre", "retires"),
    [
        # each month is at least 1, all three are at most 4: 1 or 2
        ((5, 5, 5), 0, True),
        # two are at least 1: 1 to 3, and the other 0 to 2
        ((5, 5, 0), 0, False),
        # at most 9: 1 to 7
        ((5, 5, 5), 5, False),
        # at least 11, at most 4 each: 3 or 4
        ((0, 0, 0), 15, True),
        # at least 6, at most 4 each: 0 to 4
        ((0, 0, 0), 10, False),
        # 6 at least in each of two, 14 in all: 0 to 2
        ((10, 10, 0), 10, False),
        # 16 at least in one, 19 in all: 0 to 3; no month is worth more than its quarter
        ((20, 0, 0), 15, False),
        # 11 and 6 at least, 19 in all: 0 to 2
        ((15, 10, 0), 15, False),
    ],
)
def test_months_and_their_quarter(mois, trimestre, retires):
    publiees = table(*les_mois(*mois), ligne("trimestre", MOIS[0], valeur=trimestre))
    assert series(publiees) == ([("01", "ensemble", "mois", False)] if retires else [])


def _departements(mois: date, *valeurs: float, region: float) -> list[dict]:
    """Figures of the three départements in a month, and of their région."""
    lieux = [("region", "84"), *(("departement", code) for code in ("01", "38", "69"))]
    return [ligne("mois", mois, lieu, valeur=n) for lieu, n in zip(lieux, (region, *valeurs), strict=True)]


def test_a_sum_that_is_not_true_hides_nothing_of_what_others_say():
    """The three months of 01 are 1 or 2, whatever is said of a région of 96 at least, where 22 at most are counted."""
    faux = [ligne("trimestre", MOIS[0], ("departement", code), valeur=5) for code in ("38", "69")]
    faux.append(ligne("trimestre", MOIS[0], ("region", "84"), valeur=100))
    vrai = (*les_mois(5, 5, 5), ligne("trimestre", MOIS[0], valeur=0))
    assert series(table(*faux)) == []
    assert series(table(*vrai, *faux)) == [("01", "ensemble", "mois", False)]


def test_levels_that_do_not_add_up_somewhere_need_not_elsewhere():
    """Départements count 33 at least and their région 4 at most in January: they also count who is in no commune. In
    February they are 1 to 9, not 1 or 2; but 11 at least in their région are 3 or 4 in each of three of 4 at most."""
    janvier = _departements(MOIS[0], 15, 15, 15, region=0)
    chacun = [(code, "ensemble", "mois", False) for code in ("01", "38", "69")]
    assert series(table(*_departements(MOIS[1], 5, 5, 5, region=0))) == chacun
    assert series(table(*janvier, *_departements(MOIS[1], 5, 5, 5, region=0))) == []
    assert series(table(*janvier, *_departements(MOIS[1], 0, 0, 0, region=15))) == chacun


def test_parts_that_do_not_make_up_their_whole_somewhere_need_not_elsewhere():
    """12 at most in the départements and 96 at least in the région in January. In February, 11 at least in the région
    say nothing of three départements of 4 at most; but 4 at most in it are 1 or 2 in each of three of 1 at least."""
    janvier = _departements(MOIS[0], 0, 0, 0, region=100)
    chacun = [(code, "ensemble", "mois", False) for code in ("01", "38", "69")]
    assert series(table(*janvier, *_departements(MOIS[1], 0, 0, 0, region=15))) == []
    assert series(table(*janvier, *_departements(MOIS[1], 5, 5, 5, region=0))) == chacun


def test_periods_that_do_not_add_up_in_one_place_may_in_another():
    """Somebody told late in 38 is in its quarter and in none of its months, which are told once and for all."""
    la = ("departement", "38")
    tard = [ligne("mois", mois, la, valeur=0) for mois in MOIS] + [ligne("trimestre", MOIS[0], la, valeur=20)]
    ici = (*les_mois(5, 5, 5), ligne("trimestre", MOIS[0], valeur=0))
    assert series(table(*tard, *ici)) == [("01", "ensemble", "mois", False)]


def test_a_part_told_otherwise_than_its_whole_is_not_all_of_it():
    """Women of a month, of its quarter, all of the quarter, in the région: published 5, 0, 5, 0, they are 1, 2, 3, 4.
    The first goes; then the others are 0 to 2, 1 to 3, 2 to 4."""
    femmes, trimestre, region = {"dimension": "sexe", "modalite": "F"}, ("trimestre", MOIS[0]), ("region", "84")
    chaine = [
        ligne("mois", MOIS[0], valeur=5, **femmes),
        ligne(*trimestre, valeur=0, **femmes),
        ligne(*trimestre, valeur=5),
        ligne(*trimestre, region, valeur=0),
    ]
    assert series(table(*chaine)) == [("01", "sexe", "mois", False)]
    assert series(table(*chaine[1:])) == []
    # told alike, they may be the same persons
    chaine[3] |= {"valeur": 5}
    assert series(table(*chaine)) == []


def test_what_is_told_of_a_numerator_and_otherwise_of_its_denominator_leaves_somebody_out():
    """A denominator of 0 in a quarter of 5 in a région of 0 is 2 at most; it is not its numerator of 5, which is 1."""
    trimestre, region = ("trimestre", MOIS[0]), ("region", "84")
    lignes = (
        ligne("mois", MOIS[0], numerateur=5, denominateur=0, exclus=0),
        ligne(*trimestre, numerateur=5, denominateur=5, exclus=0),
        ligne(*trimestre, region, numerateur=0, denominateur=0, exclus=0),
    )
    assert series(table(*lignes), "retour_emploi_6m") == [("01", "ensemble", "mois", False)]


def test_of_two_parts_when_the_first_is_not_the_whole_the_other_is_somebody():
    """In each of three départements, women are 0 and all are 5: there is a man. Men of the région are 0, at most 4:
    they are 1 or 2 in each."""
    femmes, hommes = ({"dimension": "sexe", "modalite": sexe} for sexe in "FH")
    mois, departements = ("mois", MOIS[0]), [("departement", code) for code in ("01", "38", "69")]
    lignes = [ligne(*mois, lieu, valeur=0, **hommes) for lieu in (("region", "84"), *departements)]
    assert series(table(*lignes)) == []
    for lieu in departements:
        lignes += [ligne(*mois, lieu, valeur=5), ligne(*mois, lieu, valeur=0, **femmes)]
    assert series(table(*lignes)) == [(code, "sexe", "mois", False) for code in ("01", "38", "69")]


def test_a_quarter_whose_months_are_not_all_published_says_less():
    """Two months of 0 and a quarter of 15: 11 at least, but the third month is not known."""
    mois = les_mois(0, 0, 0)
    mois[2] |= {"valeur": None, "statut": "absent", "motif": "couverture_partielle"}
    assert series(table(*mois, ligne("trimestre", MOIS[0], valeur=15))) == []


def test_the_last_month_of_a_stock_is_its_quarter_and_nothing_adds_up():
    publiees = table(*les_mois(5, 5, 5), ligne("trimestre", MOIS[0], valeur=0))
    assert series(publiees, "inscrits_stock") == []


def par_age(valeurs: list[int], ensemble: int) -> pl.DataFrame:
    ages = [
        ligne("mois", MOIS[0], dimension="tranche_age", modalite=age, valeur=v)
        for age, v in zip(AGES, valeurs, strict=True)
    ]
    return table(ligne("mois", MOIS[0], valeur=ensemble), *ages)


def test_modalities_and_their_whole():
    """Three ages of 5 in a whole of 0: 1 or 2 each. The series of ages goes, the whole stays."""
    assert series(par_age([5, 5, 5, 0, 0, 0], 0)) == [("01", "tranche_age", "mois", False)]
    assert series(par_age([5, 5, 0, 0, 0, 0], 0)) == []


def test_publics_that_overlap_do_not_add_up():
    publics = [ligne("mois", MOIS[0], dimension="public", modalite=m, valeur=5) for m in ("rsa", "qpv", "boeth")]
    assert series(table(ligne("mois", MOIS[0], valeur=0), *publics)) == []


def test_a_total_none_of_whose_parts_is_told_keeps_its_values():
    muet = ligne("mois", MOIS[0], dimension="public", modalite="rsa", motif="effectif_insuffisant")
    assert series(table(ligne("mois", MOIS[0], valeur=0), muet)) == []


def test_a_crossing_in_each_of_its_dimensions():
    """Women are 0, at most 4; three of their ages are 5."""
    croises = [
        ligne("mois", MOIS[0], dimension="sexe*tranche_age", modalite=f"{sexe}*{age}", valeur=valeur)
        for sexe, valeurs in (("F", [5, 5, 5, 0, 0, 0]), ("H", [0] * 6))
        for age, valeur in zip(AGES, valeurs, strict=True)
    ]
    sexes = [ligne("mois", MOIS[0], dimension="sexe", modalite=sexe, valeur=v) for sexe, v in (("F", 0), ("H", 5))]
    assert series(table(*croises, *sexes)) == [("01", "sexe*tranche_age", "mois", False)]


def test_territories_in_the_one_that_holds_them():
    """A région of 0 with three départements of 5; a committee that straddles is in the région too, whole."""
    departements = [ligne("mois", MOIS[0], ("departement", code), valeur=5) for code in ("01", "38", "69")]
    region = ligne("mois", MOIS[0], ("region", "84"), valeur=0)
    assert series(table(*departements, region)) == [(code, "ensemble", "mois", False) for code in ("01", "38", "69")]
    comites = [ligne("mois", MOIS[0], ("local", code), valeur=5) for code in ("CLPE01001", "CLPE38001")]
    assert series(table(*comites, region)) == []


def test_of_who_is_left_out_that_count_alone_is_withdrawn():
    mois = [ligne("mois", debut, numerateur=40, denominateur=100, exclus=5, valeur=0.4) for debut in MOIS]
    trimestre = ligne("trimestre", MOIS[0], numerateur=120, denominateur=300, exclus=0, valeur=0.4)
    publiees = table(*mois, trimestre)
    assert series(publiees, "retour_emploi_6m") == [("01", "ensemble", "mois", True)]
    tues = retirer(publiees, retrait(publiees, "retour_emploi_6m"))
    assert tues["exclus"].to_list() == [None, None, None, 0]
    assert tues.drop("exclus").equals(publiees.drop("exclus"))


def test_a_numerator_is_not_more_than_its_denominator():
    """Denominators of 5 in a quarter of 0 are 1 or 2: so is each numerator of 5. The rows go, whole."""
    mois = [ligne("mois", debut, numerateur=5, denominateur=5, exclus=0) for debut in MOIS]
    trimestre = ligne("trimestre", MOIS[0], numerateur=5, denominateur=0, exclus=0)
    assert series(table(*mois, trimestre), "retour_emploi_6m") == [("01", "ensemble", "mois", False)]


def test_what_said_less_than_a_withdrawn_series_is_read_again(monkeypatch):
    """Months of women, a quarter, a year, two territories, read twice and by sums alone: whatever is withdrawn first,
    what is left withstands a reading of its own."""
    monkeypatch.setattr(encadrements, "_LECTURES", 2)
    monkeypatch.setattr(encadrements, "_different", lambda partie, _: np.zeros(partie.shape, dtype=bool))
    femmes, hommes = ({"dimension": "sexe", "modalite": sexe} for sexe in "FH")
    region, octobre, novembre, decembre = ("region", "84"), *(date(2024, mois, 1) for mois in (10, 11, 12))
    publiees = table(
        ligne("glissant_12m", date(2024, 7, 1), region, valeur=0),
        *(ligne("glissant_12m", date(2024, 7, 1), region, valeur=5, **public) for public in (femmes, hommes)),
        *(ligne("mois", debut, region, valeur=5) for debut in (date(2024, 7, 1), novembre, decembre)),
        *(ligne("mois", debut, region, valeur=5, **femmes) for debut in (novembre, decembre)),
        ligne("mois", decembre, region, valeur=0, **hommes),
        *(ligne("mois", debut, valeur=5, **femmes) for debut in (novembre, decembre)),
        *(ligne("trimestre", octobre, lieu, valeur=5, **femmes) for lieu in (region, ("departement", "01"))),
    )
    premieres = retrait(publiees, "entrees")
    assert retrait(retirer(publiees, premieres), "entrees").is_empty()
    assert ("84", "sexe", "trimestre", False) in premieres.drop("territoire_niveau").rows()


def test_a_withdrawn_series_shows_nothing_and_says_one_reason():
    mois = les_mois(5, 5, 5)
    absent = ligne("mois", date(2025, 4, 1), statut="absent", motif="fenetre_incomplete")
    ailleurs = ligne("mois", MOIS[0], ("departement", "38"), valeur=5)
    publiees = table(*mois, absent, ailleurs, ligne("trimestre", MOIS[0], valeur=0))
    tues = retirer(publiees, retrait(publiees, "entrees"))
    assert tues["valeur"].to_list() == [None, None, None, None, 5, 0]
    assert tues["motif"].to_list() == ["effectif_insuffisant"] * 3 + ["fenetre_incomplete", None, None]
    assert tues["statut"].equals(publiees["statut"])
    assert retirees(tues, "effectif").rows() == [("departement", "01", "ensemble", "mois", False)]


def test_what_is_not_told_yet_is_not_withdrawn():
    absente = table(ligne("mois", MOIS[0], statut="absent", motif="fenetre_incomplete"))
    assert retirees(absente, "part").is_empty()
    assert retirees(table(ligne("mois", MOIS[0], denominateur=0, exclus=None)), "part")["exclus_seuls"].all()


# -- Results withheld for the sake of an enterprise

POURVOI, NON_POURVUS = "taux_pourvoi_30j", "postes_non_pourvus_30j"
RETENUE = {"motif": "secret_etablissement"}


def pourvoi(periode: str, debut: date, n: int | None, d: int, **autres) -> dict:
    exclus = {"exclus": 0} if n is not None else {"exclus": None, **RETENUE}
    return ligne(periode, debut, numerateur=n, denominateur=d, **(exclus | autres))


@pytest.mark.parametrize(
    ("autres", "trimestre", "retiree"),
    [
        # 100 posts: 40 must be left; the quarter and two months leave 60 ± 4, less 30 ± 4 twice: 24
        ((30, 30), (120, 300), True),
        # two months withheld: each is 0 to 90, of a quarter of 120 less 30
        ((30, None), (120, 300), False),
        # two withheld, and 26 to 34 filled in all, of which 26 to 34 are the third's: 0 to 8 each
        ((30, None), (30, 300), True),
    ],
)
def test_a_withheld_month_and_what_its_quarter_leaves_of_it(autres, trimestre, retiree):
    mois = [pourvoi("mois", d, n, 100) for d, n in zip(MOIS, (None, *autres), strict=True)]
    publiees = table(*mois, pourvoi("trimestre", MOIS[0], *trimestre))
    assert series(publiees, POURVOI) == ([("01", "ensemble", "mois", False)] if retiree else [])


def test_a_small_withheld_result_keeps_ten_posts_unknown():
    """Of 20 posts, 8 would be a fifth each side: 10 at least. The quarter leaves 0 to 9, or 0 to 14."""
    mois = [pourvoi("mois", MOIS[0], None, 20), *(pourvoi("mois", d, 0, 20) for d in MOIS[1:])]
    assert series(table(*mois, pourvoi("trimestre", MOIS[0], 5, 60)), POURVOI) == [("01", "ensemble", "mois", False)]
    assert series(table(*mois, pourvoi("trimestre", MOIS[0], 10, 60)), POURVOI) == []


def test_of_so_few_posts_that_nobody_is_told_how_many_are_filled_nothing_is_withdrawn():
    mois = [pourvoi("mois", d, None, 10) for d in MOIS]
    assert series(table(*mois, pourvoi("trimestre", MOIS[0], 0, 30)), POURVOI) == []


def test_a_count_that_is_withheld_whole_is_looked_for_too():
    """Posts not filled: 90 in the quarter, 40 in each of two months: 0 to 22 in the other. With 75, 0 to 7: it goes."""
    mois = [ligne("mois", MOIS[0], **RETENUE), *(ligne("mois", d, valeur=40) for d in MOIS[1:])]
    assert series(table(*mois, ligne("trimestre", MOIS[0], valeur=90)), NON_POURVUS) == []
    assert series(table(*mois, ligne("trimestre", MOIS[0], valeur=75)), NON_POURVUS) == [
        ("01", "ensemble", "mois", False)
    ]


def test_a_withheld_whole_that_its_parts_give_withdraws_them():
    """A quarter of 300 posts: its months, all told, leave 24 of the 120 that must be unknown. They go, it stays."""
    mois = [pourvoi("mois", d, 30, 100) for d in MOIS]
    publiees = table(*mois, pourvoi("trimestre", MOIS[0], None, 300))
    assert series(publiees, POURVOI) == [("01", "ensemble", "mois", False)]
    tues = retirer(publiees, retrait(publiees, POURVOI))
    assert tues["motif"].to_list() == ["effectif_insuffisant"] * 3 + ["secret_etablissement"]
    assert tues["denominateur"].to_list() == [None, None, None, 300]


def test_a_withdrawn_series_no_longer_says_which_month_was_withheld():
    mois = [pourvoi("mois", d, n, 100) for d, n in zip(MOIS, (None, 30, 30), strict=True)]
    publiees = table(*mois, pourvoi("trimestre", MOIS[0], 120, 300))
    tues = retirer(publiees, retrait(publiees, POURVOI))
    assert tues["motif"].to_list() == ["effectif_insuffisant"] * 3 + [None]
    assert tues["denominateur"].to_list() == [None, None, None, 300]
    assert retrait(tues, POURVOI).is_empty()
    assert retirees(tues, "part").rows() == [("departement", "01", "ensemble", "mois", False)]


def test_a_withheld_row_is_no_withdrawn_series():
    assert retirees(table(pourvoi("mois", MOIS[0], None, 100)), "part").is_empty()
    assert retirees(table(ligne("mois", MOIS[0], **RETENUE)), "effectif").is_empty()
    # beside others, they decide
    deux = table(pourvoi("mois", MOIS[0], None, 100), pourvoi("mois", MOIS[1], 30, 100, exclus=None))
    assert retirees(deux, "part")["exclus_seuls"].to_list() == [True]


# -- Many draws


@st.composite
def annees(draw) -> pl.DataFrame:
    """Twelve months, their quarters and their year, as a rounding may publish them."""
    vrais = draw(st.lists(st.integers(0, 6), min_size=12, max_size=12))

    def arrondi(vrai: int) -> int:
        return 5 * (vrai // 5 + (vrai % 5 > 0 and draw(st.booleans())))

    debuts = [date(2025, mois, 1) for mois in range(1, 13)]
    lignes = [ligne("mois", d, valeur=arrondi(v)) for d, v in zip(debuts, vrais, strict=True)]
    lignes += [ligne("trimestre", debuts[r], valeur=arrondi(sum(vrais[r : r + 3]))) for r in (0, 3, 6, 9)]
    lignes.append(ligne("annee", debuts[0], valeur=arrondi(sum(vrais))))
    return table(*lignes)


@st.composite
def quelconques(draw) -> pl.DataFrame:
    """Months, their quarter, in a région and its three départements, drawn at random: they add up to nothing."""
    lieux = [("region", "84"), *(("departement", code) for code in ("01", "38", "69"))]
    places = [(periode, lieu) for lieu in lieux for periode in (*(("mois", m) for m in MOIS), ("trimestre", MOIS[0]))]
    figures = draw(st.lists(st.sampled_from([0, 5, 10, 15]), min_size=len(places), max_size=len(places)))
    return table(*(ligne(*periode, lieu, valeur=n) for (periode, lieu), n in zip(places, figures, strict=True)))


@settings(max_examples=300, deadline=None)
@given(st.one_of(annees(), quelconques()))
def test_once_withdrawn_nothing_more_is_to_be(publiees):
    dites = retrait(publiees, "entrees")
    restantes = retirer(publiees, dites)
    assert retrait(restantes, "entrees").is_empty()
    assert retirees(restantes, "effectif").equals(dites)
    assert dites.select(SERIE).is_unique().all()


@settings(max_examples=150, deadline=None)
@given(quelconques())
def test_whatever_figures_say_some_value_is_left_of_each_count(publiees):
    publie = publiees["valeur"].cast(pl.Int64).to_numpy()
    dits = np.ones(publie.size, dtype=bool)
    bornes = {"denominateur": encadrements.par_l_arrondi(publie, dits, ~dits, erreur=4)}
    toutes = sommes.lister(publiees, ENTREES["entrees"], MOTS["dimensions"], contenances(COMMUNES))
    encadrements.lire(bornes, encadrements.croire(bornes, toutes), emboites=False)
    assert (bornes["denominateur"].bas <= bornes["denominateur"].haut).all()
