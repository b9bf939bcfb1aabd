"""Communes: what their figures say of one another with those around them, worked out by hand on six of them."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from pipelines import audit
from pipelines.audit import entreprises, existence, memes_ensembles
from pipelines.audit.attaques import contexte
from pipelines.audit.cibles import les_plus_exposees, tirer
from pipelines.audit.fichiers import TABLE_DES_COMMUNES
from pipelines.audit.territoires import communes_proches, voisinage
from pipelines.disclosure import COLONNES
from tests.unit.audit import fabrique

COMMUNES = {
    # commune → EPCI, committee, département; E2 is across two committees, L2 has one commune, and so has Paris
    "A": ("E1", "L1", "01"),
    "B": ("E1", "L1", "01"),
    "C": ("E1", "L1", "01"),
    "D": ("E2", "L1", "01"),
    "E": ("E2", "L2", "01"),
    "P": (None, "L75", "75"),
}
PARIS = ("P", "L75", "75", "R75")
STOCK, TAUX = "inscrits_stock", "retour_emploi_6m"
INSCRITS = dict.fromkeys("ABC", 5) | {"E1": 15, "D": 1_000, "E": 1_000, "E2": 2_000, "L1": 1_010, "L2": 1_000}
INSCRITS |= {"01": 2_010, "R01": 2_010, "FR": 3_010} | dict.fromkeys(PARIS, 1_000)
"""Published stocks, by code of territory; the smallest ones are those of A, B and C."""
RETOURS = {"A": (15, 75), "B": (10, 50), "C": (10, 50), "E1": (40, 175), "D": (50, 100), "E": (50, 100)}
RETOURS |= {"E2": (100, 200), "L1": (90, 275), "L2": (50, 100), "01": (140, 375), "R01": (140, 375)}
RETOURS |= {"FR": (190, 475)} | dict.fromkeys(PARIS, (50, 100))
"""Published numerators and denominators."""


def _places() -> pl.DataFrame:
    lignes = []
    for commune, (epci, comite, departement) in COMMUNES.items():
        lieux = [("national", "FR"), ("region", f"R{departement}"), ("departement", departement)]
        lieux += [("collectivite_rsa", departement), ("local", comite)] + [("epci", epci)] * (epci is not None)
        lignes += [(commune, *lieu) for lieu in lieux]
    return pl.DataFrame(lignes, schema=["commune_code", "territoire_niveau", "territoire_code"], orient="row")


@pytest.fixture(autouse=True)
def douze_mois(monkeypatch):
    """A stock and a rate about posts, told of the whole over the twelve months of 2025 in these territories."""
    entier = fabrique.petit_catalogue()
    ensemble = {"dimensions": ("ensemble",), "periodes": ("glissant_12m",)}
    entrees = {
        STOCK: replace(entier.indicateurs[STOCK], **ensemble),
        TAUX: replace(entier.indicateurs[TAUX], secret_entreprises="resultat", **ensemble),
    }
    monkeypatch.setattr(fabrique, "petit_catalogue", lambda: replace(entier, indicateurs=entrees))
    monkeypatch.setattr(fabrique, "communes", _places)


def _lignes(nom: str, chiffres: dict[str, dict]) -> pl.DataFrame:
    """The published rows of an indicator, `chiffres` by code of territory."""
    communes = fabrique.lieux().select("territoire_niveau", "territoire_code").unique().sort(pl.all())
    cle = {"indicateur": nom, "periode_type": "glissant_12m", "periode_debut": date(2025, 1, 1), "methode_version": 1}
    cle |= {"dimension": "ensemble", "modalite": "ensemble"}
    lignes = [
        dict.fromkeys(COLONNES)
        | cle
        | {"territoire_niveau": niveau, "territoire_code": code, "statut": "definitif", "revise": False}
        | chiffres[code]
        for niveau, code in communes.iter_rows()
    ]
    return pl.DataFrame(lignes, schema=COLONNES)


def _stock(**autres: int) -> pl.DataFrame:
    return _lignes(STOCK, {code: {"valeur": n} for code, n in (INSCRITS | autres).items()})


def _taux(*retenues: str) -> pl.DataFrame:
    """Rates, of which those of some communes are withheld for the sake of an enterprise."""
    dits = {code: {"numerateur": n, "denominateur": d, "valeur": n / d} for code, (n, d) in RETOURS.items()}
    tus = {"numerateur": None, "valeur": None, "motif": entreprises.MOTIF}
    return _lignes(TAUX, dits | {code: dits[code] | tus for code in retenues})


def _lue(dossier, table):
    return audit.lire(fabrique.ecrire(dossier, table))


def _commune(code: str) -> pl.Expr:
    return (pl.col("territoire_niveau") == "commune") & (pl.col("territoire_code") == code)


def _sommes(dossier, **autres):
    return audit.auditer(_lue(dossier, _stock(**autres))).constats[1]


def test_a_release_is_both_its_tables_and_a_commune_is_in_itself(tmp_path):
    lue = _lue(tmp_path, _stock())
    assert lue.lignes(STOCK).height == _stock().height
    assert lue.communes.filter(pl.col("territoire_niveau") == "commune").rows() == [
        (code, "commune", code) for code in COMMUNES
    ]
    assert lue.territoires.filter(pl.col("territoire_niveau") == "commune").height == 6


def test_an_older_release_without_communes_is_read_as_it_is(tmp_path):
    dossier = fabrique.ecrire(tmp_path, _stock())
    (dossier / TABLE_DES_COMMUNES).unlink()
    assert audit.lire(dossier).lignes(STOCK).filter(pl.col("territoire_niveau") == "commune").is_empty()


def test_three_communes_published_5_in_an_epci_published_15_are_left_enough_values(tmp_path):
    """Each is of 1 to 9 persons, all three of 11 to 19."""
    constat = _sommes(tmp_path)
    assert (constat.essais, constat.reussites) == (3, 0)
    assert "Sur 3 petits effectifs, dont 3 de communes, 0 n'ont plus que" in constat.trouve


def test_three_communes_published_5_in_an_epci_published_0_give_each_other_away(tmp_path):
    """At least one person in each and four at most in all three: one or two in each, three or four in all."""
    constat = _sommes(tmp_path, E1=0)
    assert (constat.essais, constat.reussites) == (4, 4)
    assert constat.mesures["effectifs à 2 valeurs possibles"] == 4


def test_communes_that_a_sum_lays_open_are_not_left_to_chance(tmp_path):
    """A, B and C have one person each at least: four at most in all leave each two values. So do nine to A and B, when
    C has six at least. Nineteen take nothing off the nine that each may have."""
    ouvertes = [
        les_plus_exposees(_lue(tmp_path / str(rang), _stock(**autres)), 10)["territoire_code"].to_list()
        for rang, autres in enumerate(({"E1": 0}, {"E1": 5, "C": 10}, {}))
    ]
    assert ouvertes == [["A", "B", "C"], ["A", "B"], []]
    assert tirer(_lue(tmp_path, _stock(E1=0)), 4, 1).height == 4


def test_a_committee_published_5_gives_its_communes_away_when_they_must_be_as_many(tmp_path):
    """L1 has nine persons at most; A and B have one at least and C, published 10, six: one or two in A and in B, none
    or one in D, eight or nine in L1."""
    autour = {"E1": 10, "E2": 1_000, "01": 1_005, "R01": 1_005, "FR": 2_005}
    constat = _sommes(tmp_path, A=5, B=5, C=10, D=0, L1=5, **autour)
    assert (constat.essais, constat.reussites) == (4, 4)


def test_a_commune_that_is_a_committee_or_a_departement_must_say_the_same(tmp_path):
    """Paris is five territories, of which the département alone also counts whoever is of an unknown commune; L2 is one
    commune, and the région of the Ain its collectivité."""
    vu = memes_ensembles.comparer(_lue(tmp_path / "bon", _stock()))
    assert (vu.essais, vu.differents) == (3, 0)
    assert (vu.incertains, vu.incertains_differents) == (2, 0)
    vu = memes_ensembles.comparer(_lue(tmp_path / "mauvais", _stock(P=1_005)))
    assert (vu.essais, vu.differents) == (3, 1)
    assert (vu.incertains, vu.incertains_differents) == (2, 1)


def test_a_commune_without_its_row_is_seen(tmp_path):
    vu = existence.examiner(_lue(tmp_path, _stock().filter(~_commune("A"))))
    assert vu.fautes == {"une case annoncée n'a pas de ligne": 1}


def test_a_table_of_communes_that_is_not_there_is_seen(tmp_path):
    dossier = fabrique.ecrire(tmp_path, _stock())
    (dossier / TABLE_DES_COMMUNES).unlink()
    assert existence.examiner(audit.lire(dossier)).fautes == {"une case annoncée n'a pas de ligne": 6}


def test_a_commune_with_a_status_of_its_own_in_its_departement_is_seen(tmp_path):
    provisoire = pl.when(_commune("A")).then(pl.lit("provisoire")).otherwise("statut")
    vu = existence.examiner(_lue(tmp_path, _stock().with_columns(statut=provisoire)))
    assert vu.fautes == {"le statut d'une commune n'est pas celui des autres de son département": 5}


@pytest.mark.parametrize(("retenues", "revenues"), [(("A",), ["A"]), (("A", "B"), [])])
def test_a_result_withheld_in_one_commune_alone_comes_back_by_its_epci(tmp_path, retenues, revenues):
    """E1 has 36 to 44 returns, B and C 6 to 14 each: A has 8 to 32, less than the 30 that 20 % of 75 posts on each side
    ask for. Withheld in B too, which has 54 posts at most, each has 0 to 38."""
    lue = _lue(tmp_path, _taux(*retenues))
    trouvees = entreprises.trop_etroites(lue, contexte(lue, [TAUX]), entreprises.retenues(lue))
    assert trouvees["territoire_code"].to_list() == revenues


def test_around_a_commune_are_those_that_make_up_its_epci_and_its_committee(tmp_path):
    communes = _lue(tmp_path, _stock()).communes
    autour = [*(("commune", code) for code in "ABCD"), ("epci", "E1"), ("epci", "E2"), ("local", "L1")]
    assert voisinage(communes, "commune", "A").rows() == autour
    assert communes_proches(communes, "commune", "A").to_list() == ["A", "B", "C"]
    # E is in two: those of its EPCI are around it, and no other
    assert ("commune", "D") in voisinage(communes, "commune", "E").rows()
    assert ("commune", "A") not in voisinage(communes, "commune", "E").rows()


def test_around_a_committee_are_its_communes_and_not_around_a_departement(tmp_path):
    communes = _lue(tmp_path, _stock()).communes
    assert [code for niveau, code in voisinage(communes, "local", "L1").rows() if niveau == "commune"] == list("ABCD")
    assert "commune" not in voisinage(communes, "departement", "01")["territoire_niveau"].to_list()
