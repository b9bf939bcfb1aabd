"""Tables of bassins and of zones d'emploi: levels of the houses that received them, and of no other."""

from datetime import date

import polars as pl
import pytest

from pipelines import territories
from pipelines.identity import Cles
from pipelines.landing import ecrire_tables_vides, ingerer
from pipelines.roots import Roots

CLE = "clé de test, plus longue que trente-deux caractères"
MARS = date(2026, 3, 10)
# Lens and Liévin; Annecy by a code it absorbed in 2017 (Seynod); Saint-Pierre, outside the 101 départements
BASSINS = """commune;bassin_code;bassin_nom
62498;3201;Lens - Liévin
62510;3201;Lens - Liévin
74268;8401;Annecy
97502;9701;Saint-Pierre
"""
ZONES = """commune;zone_emploi_code;zone_emploi_nom
76351;2801;Le Havre
62498;3207;Lens - Hénin
"""


@pytest.fixture
def roots(tmp_path, monkeypatch) -> Roots:
    monkeypatch.setenv("PILOTAGE_CLE", CLE)
    roots = Roots(tmp_path).create()
    ecrire_tables_vides(roots)
    return roots


def _recevoir(roots: Roots, source: str, nom: str, texte: str, jour: date = MARS) -> None:
    dossier = roots.depot / source / str(jour)
    dossier.mkdir(parents=True)
    (dossier / nom).write_text(texte, encoding="utf-8")
    ingerer(roots, Cles.depuis_environnement(), source, [jour])


def test_without_their_table_there_is_no_such_level(roots):
    assert not {"bassin", "zone_emploi"} & set(territories.charger(roots).territoires["territoire_niveau"])


def test_a_received_table_is_a_level_and_changes_no_other(roots):
    _recevoir(roots, "bassin", "bassins_2026-03.csv", BASSINS)
    recus, connus = territories.charger(roots), territories.charger()
    assert recus.commune_territoire.filter(territoire_niveau="bassin").select("commune", "territoire_code").rows() == [
        ("62498", "3201"),
        ("62510", "3201"),
        ("74010", "8401"),
    ]
    autres = pl.col("territoire_niveau") != "bassin"
    assert recus.territoires.filter(autres).equals(connus.territoires)
    assert recus.commune_territoire.filter(autres).equals(connus.commune_territoire)


def test_zones_are_named_placed_and_counted(roots):
    _recevoir(roots, "bassin", "bassins_2026-03.csv", BASSINS)
    _recevoir(roots, "zone_emploi", "zones_emploi_2026-03.csv", ZONES)
    territoires = territories.charger(roots)
    zones = territoires.territoires.filter(pl.col("territoire_niveau").is_in(["bassin", "zone_emploi"]))
    assert zones.select("territoire_code", "nom_article", "nom_locatif", "parent_code", "publie").rows() == [
        (
            *("3201", "le bassin d'emploi de Lens - Liévin", "dans le bassin d'emploi de Lens - Liévin"),
            *("62", True),
        ),
        ("8401", "le bassin d'emploi d'Annecy", "dans le bassin d'emploi d'Annecy", "74", True),
        ("9701", "le bassin d'emploi de Saint-Pierre", "dans le bassin d'emploi de Saint-Pierre", None, False),
        ("2801", "la zone d'emploi du Havre", "dans la zone d'emploi du Havre", "76", True),
        ("3207", "la zone d'emploi de Lens - Hénin", "dans la zone d'emploi de Lens - Hénin", "62", True),
    ]
    habitants = dict(territoires.communes.select("commune", "population").rows())
    assert zones["population"][0] == habitants["62498"] + habitants["62510"]
    liens = territoires.liens.filter(enfant_niveau="zone_emploi", enfant_code="2801")
    assert liens.select("parent_niveau", "parent_code").rows() == [("departement", "76"), ("region", "28")]


def test_a_table_received_after_the_observation_does_not_exist_yet(roots):
    _recevoir(roots, "bassin", "bassins_2026-03.csv", BASSINS)
    avant = territories.charger(roots, jusqu_a=date(2026, 3, 9))
    assert avant.territoires.equals(territories.charger().territoires)
