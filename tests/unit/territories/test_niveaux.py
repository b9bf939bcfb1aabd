"""The levels of the package's tables: known communes, known numbers, the same France whichever way it is summed."""

import polars as pl
import pytest

from pipelines import territories
from pipelines.territories import tables


@pytest.fixture(scope="module")
def france() -> territories.Territoires:
    return territories.charger()


def _niveaux(france: territories.Territoires, commune: str) -> dict[str, str]:
    lignes = france.commune_territoire.filter(pl.col("commune") == commune)
    return dict(lignes.select("territoire_niveau", "territoire_code").rows())


def _territoire(france: territories.Territoires, niveau: str, code: str) -> dict:
    [ligne] = france.territoires.filter(territoire_niveau=niveau, territoire_code=code).to_dicts()
    return ligne


def _parents(france: territories.Territoires, niveau: str, code: str, parent: str) -> dict[str, int]:
    liens = france.liens.filter(enfant_niveau=niveau, enfant_code=code, parent_niveau=parent)
    return dict(liens.select("parent_code", "population").rows())


def test_how_many_territories(france):
    comptes = france.territoires.group_by("territoire_niveau").agg(pl.len(), publies=pl.col("publie").sum())
    assert {ligne[0]: ligne[1:] for ligne in comptes.rows()} == {
        "national": (1, 1),
        "region": (18, 18),
        "departement": (101, 101),
        "local": (363, 361),
        "epci": (1255, 1255),
        "collectivite_rsa": (100, 100),  # Corsica and Alsace are one, the Rhône two
    }


@pytest.mark.parametrize(
    ("commune", "codes"),
    [
        ("59350", "32 59 CLPE59004 200093201 59"),  # Lille
        ("69123", "84 69 CLPE69M03 200046977 69M"),  # Lyon
        ("69264", "84 69 CLPE69D01 200040590 69D"),  # Villefranche-sur-Saône
        ("2A004", "94 2A CLPE2A001 242010056 20R"),  # Ajaccio
        ("2B033", "94 2B CLPE2B001 242000354 20R"),  # Bastia
        ("67482", "44 67 CLPE67005 246700488 6AE"),  # Strasbourg
        ("68066", "44 68 CLPE68002 246800726 6AE"),  # Colmar
        ("97411", "04 974 CLPE97402 249740119 974"),  # Saint-Denis de La Réunion
        ("35236", "53 35 CLPE35001 243500741 35"),  # Redon
        ("56001", "53 56 CLPE35001 243500741 56"),  # Allaire, in the committee of Redon
        ("44128", "52 44 CLPE35001 243500741 44"),  # Plessé, in the committee of Redon
    ],
)
def test_known_communes(france, commune, codes):
    niveaux = ("region", "departement", "local", "epci", "collectivite_rsa")
    assert _niveaux(france, commune) == {"national": "FR"} | dict(zip(niveaux, codes.split(), strict=True))


def test_each_commune_is_once_in_each_level(france):
    assert france.commune_territoire.height == 6 * 34_875 - 4  # four islands are in no EPCI
    assert not france.commune_territoire.select("commune", "territoire_niveau").is_duplicated().any()
    assert not france.communes["commune"].is_duplicated().any()


def test_every_level_holds_the_same_france(france):
    """68,350,798 inhabitants: the 34,875 communes of the 101 départements; every one has a committee.

    6,435 live on the four islands that are in no EPCI: Yeu, Bréhat, Sein, Ouessant.
    """
    publies = france.territoires.filter("publie").group_by("territoire_niveau").agg(pl.col("population").sum())
    niveaux = ["national", "region", "departement", "local", "collectivite_rsa"]
    assert dict(publies.rows()) == dict.fromkeys(niveaux, 68_350_798) | {"epci": 68_350_798 - 6_435}
    sans_epci = france.communes.filter(pl.col("epci").is_null(), pl.col("commune").str.contains("^(?:22|29|85)"))
    assert sans_epci["commune"].to_list() == ["22016", "29083", "29155", "85113"]


def test_every_epci_has_a_name_and_every_name_its_communes(france):
    assert set(tables.lire("epci")["code"]) == set(france.communes["epci"].drop_nulls())


def test_the_rhone_is_two_collectivities_and_the_lyon_one_an_epci(france):
    """The law of 2015 cut the Métropole out of the Rhône: its 58 communes are those of EPCI 200046977."""
    metropole, rhone = (_territoire(france, "collectivite_rsa", code) for code in ("69M", "69D"))
    assert metropole["population"] == _territoire(france, "epci", "200046977")["population"]
    assert metropole["population"] + rhone["population"] == _territoire(france, "departement", "69")["population"]
    alsace, bas_rhin, haut_rhin = (
        _territoire(france, niveau, code)["population"]
        for niveau, code in (("collectivite_rsa", "6AE"), ("departement", "67"), ("departement", "68"))
    )
    assert alsace == bas_rhin + haut_rhin
    corse = _territoire(france, "collectivite_rsa", "20R")
    assert corse["population"] == _territoire(france, "region", "94")["population"]
    assert (corse["parent_niveau"], corse["parent_code"]) == ("region", "94")


def test_eighty_nine_epci_straddle_departements(france):
    liens = france.liens.filter(enfant_niveau="epci").group_by("enfant_code", "parent_niveau").len()
    assert liens.filter(pl.col("len") > 1).group_by("parent_niveau").len().sort("parent_niveau").rows() == [
        ("departement", 89),
        ("region", 26),
    ]
    redon = _parents(france, "epci", "243500741", "departement")
    assert set(redon) == {"35", "44", "56"}
    assert _territoire(france, "epci", "243500741")["parent_code"] == max(redon, key=redon.get)


def test_communes_outside_the_101_departements_are_kept_and_in_no_level(france):
    ailleurs = france.communes.filter(pl.col("departement").str.contains("^9(?:75|77|78|8)"))
    assert ailleurs.height == 94
    assert france.commune_territoire.join(ailleurs, on="commune", how="semi").is_empty()
    for code, commune in (("CLPE97701", "97701"), ("CLPE97801", "97801")):
        assert not _territoire(france, "local", code)["publie"]
        assert _territoire(france, "local", code)["parent_code"] is None
        assert _niveaux(france, commune) == {}
        assert _parents(france, "local", code, "departement") == {}


def test_a_committee_over_three_departements_has_three_links_that_sum_to_it(france):
    """Redon: Ille-et-Vilaine, Loire-Atlantique, Morbihan; so two régions, Bretagne and Pays de la Loire."""
    departements = _parents(france, "local", "CLPE35001", "departement")
    regions = _parents(france, "local", "CLPE35001", "region")
    assert set(departements) == {"35", "44", "56"}
    assert set(regions) == {"52", "53"}
    assert regions["52"] == departements["44"]
    assert (
        sum(departements.values()) == sum(regions.values()) == _territoire(france, "local", "CLPE35001")["population"]
    )
    assert _territoire(france, "local", "CLPE35001")["parent_code"] == max(departements, key=departements.get)


def test_twenty_four_committees_straddle_departements_and_seven_straddle_regions(france):
    liens = france.liens.filter(enfant_niveau="local").group_by("enfant_code", "parent_niveau").len()
    assert liens.filter(pl.col("len") > 1).group_by("parent_niveau").len().sort("parent_niveau").rows() == [
        ("departement", 24),
        ("region", 7),
    ]


def test_the_sum_of_the_committees_of_a_departement_is_not_the_departement(france):
    """Committees whose parent is Ille-et-Vilaine hold communes of three other départements."""
    locaux = france.territoires.filter(territoire_niveau="local", parent_code="35")
    assert locaux["population"].sum() > _territoire(france, "departement", "35")["population"]


def test_parents(france):
    assert _territoire(france, "departement", "59")["parent_code"] == "32"
    assert _territoire(france, "region", "32")["parent_code"] == "FR"
    assert _territoire(france, "national", "FR")["parent_code"] is None
    assert _territoire(france, "local", "CLPE59004")["parent_niveau"] == "departement"


@pytest.mark.parametrize(
    ("ancienne", "commune"),
    [
        ("75118", "75056"),  # arrondissements municipaux
        ("69381", "69123"),
        ("13216", "13055"),
        ("59298", "59350"),  # Hellemmes, associated with Lille
        ("01340", "01015"),  # Saint-Bois, in Arboys en Bugey since 2016
        ("02311", "02589"),  # Filain, in Pargny-et-Filain
        ("20004", "2A004"),  # Ajaccio before 1976
        ("55273", "55386"),  # Lamarche-en-Woëvre is déléguée of Nonsard-Lamarche
        ("60455", "60694"),  # La Neuville-Garnier is déléguée of Les Hauts-Talican
    ],
)
def test_old_codes_are_carried_to_the_commune_of_today(france, ancienne, commune):
    assert dict(france.passages.rows())[ancienne] == commune


def test_passages_lead_from_no_current_commune_to_a_current_one(france):
    courantes = set(france.communes["commune"])
    assert not courantes & set(france.passages["ancienne"])
    assert set(france.passages["commune"]) <= courantes
    assert not france.passages["ancienne"].is_duplicated().any()


def test_frames_are_in_the_order_of_their_keys(france):
    cles = {
        "communes": ["commune"],
        "passages": ["ancienne"],
        "territoires": ["territoire_niveau", "territoire_code"],
        "commune_territoire": ["commune", "territoire_niveau"],
        "liens": ["enfant_niveau", "enfant_code", "parent_niveau", "parent_code"],
    }
    for champ, cle in cles.items():
        frame = getattr(france, champ)
        assert frame.equals(frame.sort(cle)), champ


def test_the_context_is_written_whole_under_its_names(france, tmp_path):
    territories.ecrire_contexte(france, tmp_path / "contexte")
    ecrits = {chemin.name: pl.read_parquet(chemin) for chemin in (tmp_path / "contexte").iterdir()}
    assert {nom: frame.columns for nom, frame in ecrits.items()} == {
        "commune.parquet": [
            *("commune", "commune_nom", "departement", "region", "epci", "arrondissement", "population"),
        ],
        "commune_passage.parquet": ["ancienne", "commune"],
        "territoire.parquet": ["territoire_niveau", "territoire_code", "publie"],
        "commune_territoire.parquet": ["commune", "territoire_niveau", "territoire_code"],
    }


def test_in_the_context_a_commune_is_a_territory_like_another(france, tmp_path):
    """Each of the 34,875 communes of the 101 départements, once, and none of the collectivities 975 to 989; the 901 of
    fewer than 50 inhabitants are not published."""
    territories.ecrire_contexte(france, tmp_path)
    territoires, places = (pl.read_parquet(tmp_path / f"{nom}.parquet") for nom in ("territoire", "commune_territoire"))
    communes = territoires.filter(territoire_niveau="commune")
    assert communes.height == communes["territoire_code"].n_unique() == 34_875
    peuplees = france.communes.filter(pl.col("population") >= 50)["commune"]
    assert communes.filter("publie")["territoire_code"].is_in(peuplees.implode()).all()
    assert communes["publie"].not_().sum() == 901
    assert not communes["territoire_code"].str.starts_with("98").any()
    assert territoires.filter(pl.col("territoire_niveau") != "commune").height == france.territoires.height
    assert places.filter(commune="75056", territoire_niveau="commune")["territoire_code"].to_list() == ["75056"]
    assert places.height == france.commune_territoire.height + 34_875


def test_the_same_tables_give_the_same_bytes(france, tmp_path):
    territories.ecrire_contexte(france, tmp_path / "a")
    territories.ecrire_contexte(territories.charger(), tmp_path / "b")
    for chemin in (tmp_path / "a").iterdir():
        assert chemin.read_bytes() == (tmp_path / "b" / chemin.name).read_bytes()


def test_the_tables_stay_small():
    assert sum(chemin.stat().st_size for chemin in tables.DOSSIER.iterdir() if chemin.is_file()) < 1_000_000
