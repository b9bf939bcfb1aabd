"""The system of relations, on a few counts whose bounds can be worked out by hand."""

from datetime import date

import numpy as np
import polars as pl

from pipelines.audit import bornes
from pipelines.audit.cibles import Vue
from pipelines.audit.connaissances import Contexte
from pipelines.audit.moyennage import Bilan, comparer, petits_effectifs
from pipelines.audit.systeme import construire
from pipelines.audit.territoires import atomes, avec_inconnus, voisinage

JANVIER = ("mois", date(2025, 1, 1))
ENTREES = {
    "part": {"glissant": "somme", "unite": "fraction", "famille": "cohorte"},
    "stock": {"glissant": "dernier", "unite": "personnes", "famille": "stock"},
    "repartition": {"glissant": "dernier", "unite": "fraction", "famille": "repartition"},
}
MODALITES = {
    "ensemble": ["ensemble"],
    "sexe": ["F", "H"],
    "tranche_age": ["-26", "26+"],
    "sexe*tranche_age": ["F*-26", "F*26+", "H*-26", "H*26+"],
    "public": ["moins_26", "boeth"],
}
CONTEXTE = Contexte(ENTREES, MODALITES, frozenset(), frozenset(), 4)
NORD, SUD, LES_DEUX = ("departement", "59"), ("departement", "80"), ("region", "32")
COMMUNES = pl.DataFrame(
    [("A", *NORD), ("B", *NORD), ("C", *SUD), *((commune, *LES_DEUX) for commune in "ABC")],
    schema=["commune", "territoire_niveau", "territoire_code"],
    orient="row",
)


def chiffre(
    publie, classe=("ensemble", "ensemble"), *, lieu=NORD, periode=JANVIER, grandeur="denominateur", nom="part"
):
    return nom, *periode, *lieu, *classe, grandeur, publie


def _table(chiffres):
    colonnes = ["indicateur", "periode_type", "periode_debut", "territoire_niveau", "territoire_code"]
    return pl.DataFrame(list(chiffres), schema=[*colonnes, "dimension", "modalite", "grandeur", "publie"], orient="row")


def bornes_de(*chiffres, contexte=CONTEXTE, communes=COMMUNES, differences=False):
    """(least, greatest) of each count, all asked. `differences`: two figures that differ are of different units."""
    vue = Vue(_table(chiffres), communes, contexte)
    solveur = bornes.Solveur(vue.systeme)
    if differences:
        solveur.ajouter(vue.ecarts(), au_moins=1)
    trouvees = bornes.etendues(solveur, np.arange(len(chiffres)))
    return None if trouvees is None else [tuple(map(round, couple)) for couple in zip(*trouvees, strict=True)]


def test_a_count_alone_is_known_to_four_units():
    assert bornes_de(chiffre(0)) == [(0, 4)]
    assert bornes_de(chiffre(10)) == [(6, 14)]


def test_a_whole_and_its_two_parts():
    """6 to 14 in all, women and men at most 4 each: 6 to 8 in all, each 2 to 4."""
    assert bornes_de(chiffre(10), chiffre(0, ("sexe", "F")), chiffre(0, ("sexe", "H"))) == [(6, 8), (2, 4), (2, 4)]


def test_parts_that_do_not_make_up_the_whole_only_stay_below_it():
    contexte = Contexte(ENTREES, MODALITES, frozenset({("part", "sexe")}), frozenset(), 4)
    chiffres = chiffre(0), chiffre(5, ("sexe", "F")), chiffre(0, ("sexe", "H"))
    assert bornes_de(*chiffres, contexte=contexte) == [(1, 4), (1, 4), (0, 3)]


def test_a_crossing_makes_up_both_its_dimensions():
    """Women are 6 at least, so of the two ages of women, 4 at most each, each is 2 at least; so are all of that age."""
    chiffres = (
        chiffre(10, ("sexe", "F")),
        chiffre(0, ("sexe*tranche_age", "F*-26")),
        chiffre(0, ("sexe*tranche_age", "F*26+")),
        chiffre(0, ("tranche_age", "-26")),
    )
    assert bornes_de(*chiffres) == [(6, 8), (2, 4), (2, 4), (2, 4)]


def test_a_region_is_its_departements():
    """1 to 9 here, 0 to 4 there, 11 to 19 in both: 7 to 9 here, 2 to 4 there, 11 to 13 in both."""
    chiffres = chiffre(5), chiffre(0, lieu=SUD), chiffre(15, lieu=LES_DEUX)
    assert bornes_de(*chiffres) == [(7, 9), (2, 4), (11, 13)]


def test_somebody_of_an_unknown_commune_is_in_the_departement_and_not_in_the_region():
    """With unknown communes, a département may count more than its région, no longer the reverse."""
    chiffres = chiffre(15), chiffre(5, lieu=LES_DEUX)
    assert bornes_de(*chiffres) is None
    assert bornes_de(*chiffres, communes=avec_inconnus(COMMUNES)) == [(11, 19), (1, 9)]


def test_a_quarter_sums_its_months_and_a_stock_is_that_of_its_last():
    trimestre, mars = ("trimestre", date(2025, 1, 1)), ("mois", date(2025, 3, 1))
    assert bornes_de(chiffre(0, periode=trimestre), chiffre(5, periode=mars)) == [(1, 4), (1, 4)]
    stock = chiffre(0, periode=trimestre, nom="stock"), chiffre(5, nom="stock"), chiffre(5, periode=mars, nom="stock")
    assert bornes_de(*stock) == [(1, 4), (1, 9), (1, 4)]


def test_a_numerator_is_within_its_denominator():
    chiffres = chiffre(5, grandeur="numerateur"), chiffre(0)
    assert bornes_de(*chiffres) == [(1, 4), (1, 4)]
    assert bornes_de(*chiffres, differences=True) == [(1, 3), (2, 4)]


def test_a_rate_for_a_thousand_is_not_within_its_denominator():
    entrees = {"part": ENTREES["part"] | {"unite": "pour_1000"}}
    contexte = Contexte(entrees, MODALITES, frozenset(), frozenset(), 4)
    assert bornes_de(chiffre(5, grandeur="numerateur"), chiffre(0), contexte=contexte) == [(1, 9), (0, 4)]


def test_return_in_three_months_is_within_return_in_six():
    noms = ("retour_emploi_3m", "retour_emploi_6m")
    entrees = dict.fromkeys(noms, ENTREES["part"])
    chiffres = [chiffre(n, grandeur="numerateur", nom=nom) for nom, n in zip(noms, (5, 0), strict=True)]
    contexte = Contexte(entrees, MODALITES, frozenset(), frozenset(), 4)
    assert bornes_de(*chiffres, contexte=contexte) == [(1, 4), (1, 4)]
    troues = frozenset({("retour_emploi_6m", date(2025, 1, 1))})
    trouee = Contexte(entrees, MODALITES, frozenset(), troues, 4)
    for differences in (False, True):
        assert bornes_de(*chiffres, contexte=trouee, differences=differences) == [(1, 9), (0, 4)]


def test_the_shares_of_a_repartition_make_up_its_one_denominator():
    """Women's and men's denominators are the same persons, 1 to 4, and their numerators make them up."""
    numerateurs = [chiffre(n, ("sexe", s), nom="repartition", grandeur="numerateur") for s, n in (("F", 5), ("H", 0))]
    denominateurs = [chiffre(n, ("sexe", s), nom="repartition") for s, n in (("F", 5), ("H", 0))]
    assert bornes_de(*numerateurs, *denominateurs) == [(1, 4), (0, 3), (1, 4), (1, 4)]


def test_a_public_is_a_modality_of_another_dimension_or_within_the_whole():
    chiffres = chiffre(5, ("public", "moins_26")), chiffre(0, ("tranche_age", "-26"))
    assert bornes_de(*chiffres) == [(1, 4), (1, 4)]
    assert bornes_de(chiffre(5, ("public", "boeth")), chiffre(0)) == [(1, 4), (1, 4)]


def test_four_counts_each_within_the_next_and_published_in_turn_5_0_5_0_are_1_2_3_4():
    """Women of a month, of its quarter, all of the quarter, in the région: no two are the same persons."""
    trimestre, femmes = ("trimestre", date(2025, 1, 1)), ("sexe", "F")
    chaine = (
        chiffre(5, femmes),
        chiffre(0, femmes, periode=trimestre),
        chiffre(5, periode=trimestre),
        chiffre(0, periode=trimestre, lieu=LES_DEUX),
    )
    assert bornes_de(*chaine) == [(1, 4)] * 4
    assert bornes_de(*chaine, differences=True) == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_counts_told_alike_may_be_of_the_same_units():
    assert bornes_de(chiffre(5), chiffre(5, lieu=LES_DEUX), differences=True) == [(1, 9), (1, 9)]
    assert bornes_de(chiffre(0), chiffre(5, lieu=LES_DEUX), differences=True) == [(0, 4), (1, 9)]
    assert bornes_de(chiffre(0), chiffre(10, lieu=LES_DEUX), differences=True) == [(0, 4), (6, 14)]


ANNEE = ("glissant_12m", date(2025, 1, 1))
COMITE, EPCI = ("local", "L"), ("epci", "E")
A, B = (("commune", code) for code in "AB")
AVEC_COMMUNES = pl.DataFrame(
    [(code, *lieu) for code, elle in (("A", A), ("B", B)) for lieu in (COMITE, EPCI, elle)],
    schema=COMMUNES.columns,
    orient="row",
)


def _annuels(*chiffres, contexte=CONTEXTE, **autres):
    tous = (chiffre(n, classe, lieu=lieu, periode=ANNEE, **autres) for n, lieu, classe in chiffres)
    return bornes_de(*tous, contexte=contexte, communes=AVEC_COMMUNES)


def test_an_epci_of_two_communes_rounded_to_the_nearest_gives_them_away():
    """Each of the three is of 3 to 7: both communes, 3 at least, are 7 at most together."""
    contexte = Contexte(ENTREES, MODALITES, frozenset(), frozenset(), 2)
    ensemble = ("ensemble", "ensemble")
    trouvees = _annuels((5, A, ensemble), (5, B, ensemble), (5, EPCI, ensemble), contexte=contexte)
    assert trouvees == [(3, 4), (3, 4), (6, 7)]


def test_publics_of_a_committee_bound_its_communes_and_the_reverse():
    """Women and men are 8 at most, the communes 1 and 6 at least."""
    ensemble = ("ensemble", "ensemble")
    communes = (5, A, ensemble), (10, B, ensemble)
    comite = (10, COMITE, ensemble), (0, COMITE, ("sexe", "F")), (0, COMITE, ("sexe", "H"))
    assert _annuels(*communes, *comite) == [(1, 2), (6, 7), (7, 8), (3, 4), (3, 4)]


def test_quarters_of_a_committee_bound_the_year_of_its_communes():
    """Four quarters of 4 at most, and 16 at least over the year in one commune: none is in the other."""
    trimestres = [chiffre(0, lieu=COMITE, periode=("trimestre", date(2025, mois, 1))) for mois in (1, 4, 7, 10)]
    annee = chiffre(20, lieu=A, periode=ANNEE), chiffre(0, lieu=B, periode=ANNEE)
    assert bornes_de(*trimestres, *annee, communes=AVEC_COMMUNES) == [(4, 4)] * 4 + [(16, 16), (0, 0)]


def test_the_stock_of_a_commune_over_twelve_months_is_that_of_its_epci_and_committee_in_the_last():
    decembre = ("mois", date(2025, 12, 1))
    stocks = [chiffre(n, lieu=lieu, periode=ANNEE, nom="stock") for n, lieu in ((5, A), (5, B), (10, EPCI))]
    assert bornes_de(*stocks, chiffre(0, lieu=COMITE, periode=decembre, nom="stock"), communes=AVEC_COMMUNES) is None
    stocks[2] = chiffre(5, lieu=EPCI, periode=ANNEE, nom="stock")
    stocks.append(chiffre(0, lieu=COMITE, periode=decembre, nom="stock"))
    assert bornes_de(*stocks, communes=AVEC_COMMUNES) == [(1, 3), (1, 3), (2, 4), (2, 4)]


def _stock_et_flux(*mois, ruptures=(), troues=frozenset(), immobile=True):
    """Bounds of the stock, entries and exits of each month, from `mois`: a count published for each."""
    noms = ("inscrits_stock", "entrees", "sorties")
    entrees = dict(zip(noms, (ENTREES["stock"], ENTREES["part"], ENTREES["part"]), strict=True))
    entrees["inscrits_stock"] = ENTREES["stock"] | {"ruptures": [{"date": jour} for jour in ruptures]}
    chiffres = [
        chiffre(n, periode=("mois", date(2025, rang, 1)), nom=nom)
        for rang, publies in enumerate(mois, start=1)
        for nom, n in zip(noms, publies, strict=True)
    ]
    return bornes_de(*chiffres, contexte=Contexte(entrees, MODALITES, frozenset(), troues, 4, immobile=immobile))


def test_had_nobody_moved_a_stock_would_be_that_of_the_month_before_with_entries_and_without_exits():
    """At most 4 in January and 4 who enter: February cannot be of 11 to 19. When it is of 6 to 14, it is of 6 to 8: 2
    at least were there, 2 at least came, and 2 at most left."""
    janvier = (0, 0, 0)
    assert _stock_et_flux(janvier, (15, 0, 0)) is None
    libres = [(0, 4)] * 3
    assert _stock_et_flux(janvier, (10, 0, 0)) == [(2, 4), (0, 4), (0, 4), (6, 8), (2, 4), (0, 2)]
    assert _stock_et_flux(janvier, (10, 0, 0), immobile=False) == [*libres, (6, 14), *libres[:2]]


def test_it_is_not_supposed_across_a_break_or_where_a_file_is_missing():
    libres = [(0, 4)] * 3 + [(11, 19)] + [(0, 4)] * 2
    assert _stock_et_flux((0, 0, 0), (15, 0, 0), ruptures=["2025-02-01"]) == libres
    assert _stock_et_flux((0, 0, 0), (15, 0, 0), troues=frozenset({("sorties", date(2025, 1, 1))})) == libres


def test_figures_that_contradict_each_other_are_seen():
    assert bornes_de(chiffre(20), chiffre(0, ("sexe", "F")), chiffre(0, ("sexe", "H"))) is None


def test_few_questions_give_the_bounds_of_many_rows():
    """Of 50 months with 6 to 8 persons, women and men 2 to 4 each: three values each, none fewer."""
    lignes = [
        chiffre(n, classe, periode=("mois", mois))
        for mois in pl.date_range(date(2020, 1, 1), date(2024, 2, 1), "1mo", eager=True)
        for classe, n in ((("ensemble", "ensemble"), 10), (("sexe", "F"), 0), (("sexe", "H"), 0))
    ]
    solveur = bornes.Solveur(construire(_table(lignes), COMMUNES, CONTEXTE))
    trouvees = bornes.encadrer(solveur, np.arange(len(lignes)), graine=1)
    assert bornes.valeurs_possibles(*trouvees).tolist() == [3] * 150


def test_atoms_are_the_communes_that_are_in_the_same_territories():
    pieces = dict(atomes(COMMUNES).iter_rows())
    assert pieces["A"] == pieces["B"] != pieces["C"]


def test_what_surrounds_a_departement_is_its_region_and_the_others_that_make_it_up():
    ailleurs = pl.DataFrame([("D", "departement", "75"), ("D", "region", "11")], schema=COMMUNES.schema, orient="row")
    assert voisinage(pl.concat([COMMUNES, ailleurs]), *NORD).rows() == [NORD, SUD, LES_DEUX]


def test_averaging_is_compared_with_whoever_says_the_most_frequent():
    """Six of 1 to 4: 1 is right in three of them; the estimates in two. The 0 and the 7 are not tried."""
    jugees = pl.DataFrame({"estime": [1, 2, 2, 2, 2, 2, 0, 7], "exact": [1, 1, 1, 2, 3, 4, 0, 7]})
    assert comparer(jugees.with_columns(grandeur=pl.lit("exclus")), base=5) == {"exclus": Bilan(6, 2, 3)}


def test_averaging_finds_what_four_draws_tell_of_one_count():
    """Published 5, 0, 0 and 5 for one stock, told as a month, a quarter, a year and twelve months: 2 or 3."""
    stock = [
        chiffre(n, periode=periode, nom="stock")
        for n, periode in (
            (5, ("mois", date(2025, 12, 1))),
            (0, ("trimestre", date(2025, 10, 1))),
            (0, ("annee", date(2025, 1, 1))),
            (5, ("glissant_12m", date(2025, 1, 1))),
        )
    ]
    estimes = petits_effectifs(construire(_table(stock), COMMUNES, CONTEXTE), base=5)["estime"]
    assert set(estimes) <= {2, 3}
