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
    }


@pytest.mark.parametrize(
    ("commune", "region", "departement", "local"),
    [
        ("59350", "32", "59", "CLPE59004"),  # Lille
        ("69123", "84", "69", "CLPE69M03"),  # Lyon
        ("2A004", "94", "2A", "CLPE2A001"),  # Ajaccio
        ("97411", "04", "974", "CLPE97402"),  # Saint-Denis de La Réunion
        ("35236", "53", "35", "CLPE35001"),  # Redon
        ("56001", "53", "56", "CLPE35001"),  # Allaire, in the committee of Redon
        ("44128", "52", "44", "CLPE35001"),  # Plessé, in the committee of Redon
    ],
)
def test_known_communes(france, commune, region, departement, local):
    attendu = {"national": "FR", "region": region, "departement": departement, "local": local}
    assert _niveaux(france, commune) == attendu


def test_each_commune_is_once_in_each_level(france):
    assert france.commune_territoire.height == 4 * 34_875
    assert not france.commune_territoire.select("commune", "territoire_niveau").is_duplicated().any()
    assert not france.communes["commune"].is_duplicated().any()


def test_every_level_holds_the_same_france(france):
    """68,350,798 inhabitants: the 34,875 communes of the 101 départements; every one has a committee."""
    publies = france.territoires.filter("publie").group_by("territoire_niveau").agg(pl.col("population").sum())
    assert dict(publies.rows()) == dict.fromkeys(territories.NIVEAUX, 68_350_798)


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
        "territoire.parquet": [
            *("territoire_niveau", "territoire_code", "nom", "nom_article", "nom_locatif"),
            *("parent_niveau", "parent_code", "population", "publie"),
        ],
        "commune_territoire.parquet": ["commune", "territoire_niveau", "territoire_code"],
        "territoire_lien.parquet": ["enfant_niveau", "enfant_code", "parent_niveau", "parent_code", "population"],
    }
    assert ecrits["territoire.parquet"].equals(france.territoires)


def test_the_same_tables_give_the_same_bytes(france, tmp_path):
    territories.ecrire_contexte(france, tmp_path / "a")
    territories.ecrire_contexte(territories.charger(), tmp_path / "b")
    for chemin in (tmp_path / "a").iterdir():
        assert chemin.read_bytes() == (tmp_path / "b" / chemin.name).read_bytes()


def test_the_tables_stay_small():
    assert sum(chemin.stat().st_size for chemin in tables.DOSSIER.iterdir() if chemin.is_file()) < 1_000_000
