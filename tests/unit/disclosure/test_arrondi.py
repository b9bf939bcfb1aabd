"""Keyed random rounding: by hand, in the mean, at most 4 away, and the same set always the same figure."""

import hmac
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import catalogue
from pipelines.disclosure import SecretRefuse, arrondi
from pipelines.disclosure.arrondi import arrondir, tirages
from tests.unit.disclosure.fabrique import CLE_ARRONDI, au_hasard, cellule, cellules, publie, publier

COMPTES = ["numerateur", "denominateur", "exclus"]


def arrondis(comptes: list[int | None], cles: list[int | None], base: int = 5) -> list[int | None]:
    c, k = pl.DataFrame({"n": comptes}, schema={"n": pl.Int64}), pl.DataFrame({"k": cles}, schema={"k": pl.Int64})
    return arrondir(c, k, CLE_ARRONDI, base)["n"].to_list()


def test_by_hand_under_a_fixed_secret():
    """Secret 00 01 … 1f. Keys 1, 5, 6 draw 0.7664, 0.1141, 0.4044: 7 goes up below 2/5, 8 below 3/5, 10 never."""
    assert tirages(np.array([1, 5, 6]), CLE_ARRONDI).round(4).tolist() == [0.7664, 0.1141, 0.4044]
    assert arrondis([7, 7, 7, 8, 8, 10], [1, 5, 6, 1, 6, 5]) == [5, 10, 5, 5, 10, 10]


def test_the_draw_is_the_hmac_of_the_standard_library():
    for cle in (1, 255, 2**40 - 1):
        octets = hmac.digest(CLE_ARRONDI, cle.to_bytes(8, "big"), "sha256")[:8]
        assert tirages(np.array([cle]), CLE_ARRONDI)[0] == (int.from_bytes(octets, "big") >> 11) / 2**53


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 10**7), st.integers(1, 2**40 - 1)), min_size=1, max_size=30))
def test_a_published_count_is_a_neighbouring_multiple_of_five(couples):
    for (exact, _), arrondi_de in zip(couples, arrondis([n for n, _ in couples], [k for _, k in couples]), strict=True):
        assert arrondi_de % 5 == 0
        assert abs(arrondi_de - exact) <= 4
        assert exact % 5 or arrondi_de == exact


@pytest.mark.parametrize("reste", [1, 2, 3, 4])
def test_each_residue_goes_up_as_often_as_it_should(reste):
    """r out of 5: 20,000 draws, four standard deviations of a proportion are below 0.0142."""
    publies = np.array(arrondis([20 + reste] * 20_000, list(range(1, 20_001))))
    assert abs((publies == 25).mean() - reste / 5) < 0.0142


def test_of_two_hundred_thousand_counts_freshly_drawn_there_is_no_bias_and_residues_are_as_the_theory_says():
    """The mean of the errors has a standard deviation of 2 / √200,000 = 0.0045; how often each residue goes up, squared
    and summed, is a χ² of 4 degrees of freedom, above 18.47 once in a thousand."""
    hasard = np.random.default_rng(20_260_101)
    exacts, cles = hasard.integers(1, 400, 200_000), hasard.permutation(2**20)[:200_000] + 1
    ecarts = np.array(arrondis(exacts.tolist(), cles.tolist())) - exacts
    assert abs(ecarts.mean()) < 0.05
    assert np.abs(ecarts).max() <= 4
    assert (ecarts[exacts % 5 == 0] == 0).all()
    khi_deux = 0.0
    for reste in range(1, 5):
        montes = ecarts[exacts % 5 == reste] > 0
        attendus = montes.size * reste / 5
        khi_deux += (montes.sum() - attendus) ** 2 / (attendus * (1 - reste / 5))
    assert khi_deux < 18.47


def test_zero_and_null_stay_what_they_are():
    assert arrondis([0, None], [0, None]) == [0, None]


_TABLEAUX = [
    {"territoire_niveau": "local", "territoire_code": "CLPE01001"},
    {"territoire_niveau": "departement", "territoire_code": "01"},
    {"territoire_niveau": "departement", "territoire_code": "01", "dimension": "sexe", "modalite": "F"},
    {"indicateur": "retour_emploi_3m"},
]


def ensembles_a_plusieurs_figures(cle_du_tableau=lambda ensemble, tableau: ensemble, cles=(CLE_ARRONDI,)) -> int:
    """40 sets of 7 persons, each alone in four tables (one set a month): how many show more than one figure."""
    figures: dict[date, set[int]] = {}
    for cle in cles:
        lignes = [
            cellule(0, 7, cle_denominateur=cle_du_tableau(99_991 * mois, i), periode_debut=date(1900 + mois, 1, 1), **t)
            for mois in range(1, 41)
            for i, t in enumerate(_TABLEAUX)
        ]
        for ligne in publier(*lignes, cle=cle):
            figures.setdefault(ligne["periode_debut"], set()).add(ligne["denominateur"])
    return sum(len(vues) > 1 for vues in figures.values())


def test_the_same_set_shows_the_same_figure_in_every_table():
    """A committee, its département, their sex, another indicator: whoever compares them learns nothing."""
    assert ensembles_a_plusieurs_figures() == 0


_ENSEMBLES = st.lists(st.lists(st.integers(1, 2**40 - 1), min_size=1, max_size=40, unique=True), min_size=1, max_size=6)
_CODES = {"national": "FR", "region": "84", "departement": "01", "local": "CLPE01001", "epci": "200071751"}


def _tables_annoncees() -> list[dict]:
    """Where three indicators are told, at the levels of `_CODES`."""
    mots = catalogue.charger()
    noms = ("retour_emploi_6m", "emploi_durable_6m", "entrees_formation")
    annoncees = pl.concat(mots.annoncees(mots.indicateurs[nom]).with_columns(indicateur=pl.lit(nom)) for nom in noms)
    codes = annoncees["territoire_niveau"].replace_strict(_CODES, default=None)
    return annoncees.drop("pas_mois").with_columns(territoire_code=codes).drop_nulls("territoire_code").to_dicts()


_ANNONCEES = _tables_annoncees()
_TABLES = st.sets(st.integers(0, len(_ANNONCEES) - 1), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(_ENSEMBLES, st.lists(_TABLES, min_size=1, max_size=3), st.randoms())
def test_any_set_of_persons_shows_one_figure_in_every_table_level_and_release(ensembles, millesimes, hasard):
    """Each set is told in random tables of random releases, beside the others, its persons summed in any order."""
    figures: dict[int, set[int]] = {}
    for tables in millesimes:
        lignes = []
        for rang, personnes in enumerate(ensembles):
            if not (cle := sum(hasard.sample(personnes, len(personnes))) % 2**40):
                continue
            quand = {"periode_debut": date(2000 + rang, 1, 1)}
            lignes += [cellule(0, len(personnes), cle_denominateur=cle, **quand, **_ANNONCEES[i]) for i in tables]
        hasard.shuffle(lignes)
        for ligne in publier(*lignes):
            # a plain count is told as a value
            figure = ligne["valeur"] if ligne["indicateur"] == "entrees_formation" else ligne["denominateur"]
            figures.setdefault(ligne["periode_debut"].year, set()).add(figure)
    assert all(len(vues) == 1 for vues in figures.values())


def test_a_key_per_table_or_per_release_is_seen():
    """Sabotages: when a table or a release enters the key, the same persons show two figures and can be averaged."""
    assert ensembles_a_plusieurs_figures(lambda ensemble, tableau: ensemble + tableau) > 20
    assert ensembles_a_plusieurs_figures(cles=(CLE_ARRONDI, b"k" * 32)) > 10


def test_another_secret_draws_otherwise():
    exact = au_hasard(500, 1)
    un, deux = (publie(exact, catalogue.charger(), cle) for cle in (CLE_ARRONDI, b"k" * 32))
    assert (un["denominateur"] != deux["denominateur"]).sum() > 100


@pytest.mark.parametrize("secret", [None, b"", b"too short", "k" * 32])
def test_no_secret_no_publication(secret):
    with pytest.raises(SecretRefuse, match="No rounding secret"):
        publie(cellules(cellule(1, 2)), catalogue.charger(), secret)


@pytest.mark.parametrize(
    ("faute", "phrase"),
    [
        ({"cle_denominateur": 0}, "denominateur and cle_denominateur disagree in 1 cells"),
        ({"exclus": 0, "cle_exclus": 5}, "exclus and cle_exclus disagree in 1 cells"),
        ({"exclus": -1, "cle_exclus": 5}, "exclus is negative in 1 cells"),
    ],
)
def test_a_count_without_its_key_stops_everything(faute, phrase):
    with pytest.raises(SecretRefuse, match=phrase):
        publier({**cellule(60, 100, 3), **faute})


# -- what would be wrong with the rounding of a whole table, and the sabotages it must see --------------------------


def defauts_de_l_arrondi(exactes: pl.DataFrame, publiees: pl.DataFrame) -> set[str]:
    """Names of what is wrong between exact and published counts, cell for cell."""
    ecarts, restes = [], []
    for nom in ("denominateur", "exclus"):
        ecarts.append(publiees[nom].to_numpy() - exactes[nom].to_numpy())
        restes.append(exactes[nom].to_numpy() % 5)
    ecart, reste = np.concatenate(ecarts), np.concatenate(restes)
    monte = [(ecart[reste == r] > 0).mean() for r in range(1, 5)]
    defauts = set()
    if (publiees.select(COMPTES).select((pl.all() % 5 != 0).any()).row(0)) != (False,) * 3:
        defauts.add("not a multiple of 5")
    if np.abs(ecart).max() > 4:
        defauts.add("more than 4 away")
    if any(part in {0.0, 1.0} for part in monte):
        defauts.add("a residue always goes the same way")
    if abs(ecart.mean()) > 0.15:
        defauts.add("biased")
    return defauts


def test_the_rounding_of_random_cells_has_no_fault():
    exactes = au_hasard(5_000, 3)
    assert defauts_de_l_arrondi(exactes, publie(exactes, catalogue.charger(), CLE_ARRONDI)) == set()


def _jamais(compte, cle, distinctes, tires, base):
    return compte


def _au_plus_proche(compte, cle, distinctes, tires, base):
    return ((compte + 2) // 5 * 5).alias(compte.name)


def _au_dessous(compte, cle, distinctes, tires, base):
    return (compte // 5 * 5).alias(compte.name)


@pytest.mark.parametrize(
    ("sabotage", "vu"),
    [
        (_jamais, "not a multiple of 5"),
        (_au_plus_proche, "a residue always goes the same way"),
        (_au_dessous, "biased"),
    ],
    ids=["rounding off", "plain rounding", "rounding down"],
)
def test_a_sabotaged_rounding_is_seen(monkeypatch, sabotage, vu):
    exactes = au_hasard(5_000, 3)
    monkeypatch.setattr(arrondi, "_arrondie", sabotage)
    assert vu in defauts_de_l_arrondi(exactes, publie(exactes, catalogue.charger(), CLE_ARRONDI))
