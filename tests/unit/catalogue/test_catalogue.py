"""The catalogue: every entry is usable, drives dbt's grid, and says what it refuses."""

import re
import shutil

import polars as pl
import pytest

from pipelines import catalogue
from pipelines.catalogue.contexte import tables
from pipelines.catalogue.modele import DIMENSIONS, charger
from pipelines.disclosure.classes import defauts_de_classe

RACINE = catalogue.DOSSIER.parents[1]


def test_the_ten_headline_indicators_in_order():
    assert list(catalogue.charger().indicateurs) == [
        *("retour_emploi_6m", "retour_emploi_3m", "taux_pourvoi_30j", "delai_pourvoi_median", "part_orientes_30j"),
        *("delai_orientation_median", "entrees_formation", "inscrits_stock", "entrees", "couverture_rsa"),
    ]


def test_each_family_has_a_model_of_parts_and_each_class_allows_what_is_asked():
    for entree in catalogue.charger().indicateurs.values():
        assert (RACINE / "dbt_project/models/indicateurs" / f"parts_{entree.famille}.sql").exists()
        assert not defauts_de_classe(
            entree.indicateur, entree.classe_secret, entree.niveaux, entree.dimensions, entree.periodes
        )


def test_the_announced_grid():
    """Persons by 14 modalities (1 + 2 + 6 + 3 + 2), couverture_rsa by 9, offers by 4; four levels, two periods."""
    annonce = tables(catalogue.charger())["annonce"]
    par_indicateur = dict(annonce.group_by("indicateur").len().rows())
    assert par_indicateur["retour_emploi_6m"] == 14 * 4 * 2
    assert par_indicateur["couverture_rsa"] == 9 * 4 * 2
    assert par_indicateur["taux_pourvoi_30j"] == 4 * 4 * 2


def test_the_population_is_needed_for_the_month_and_the_events_to_the_horizon():
    besoins = tables(catalogue.charger())["indicateur_source"]
    retour = besoins.filter(pl.col("indicateur") == "retour_emploi_6m").select("source", "jusqu_a_l_horizon").rows()
    assert retour == [("inscription", False), ("dsn", True)]
    pourvoi = besoins.filter(pl.col("indicateur") == "taux_pourvoi_30j").select("source", "jusqu_a_l_horizon").rows()
    assert pourvoi == [("offre", True)]


def test_the_dimensions_of_dbt_are_those_of_the_catalogue():
    """The codes are written once in the SQL that makes them and once in the words: they must be the same."""
    sql = (RACINE / "dbt_project/macros/dimensions.sql").read_text(encoding="utf-8")
    poses = set(re.findall(r"(?:then|else) '([^']+)'", sql))
    dits = {code for nom, axe in catalogue.charger().dimensions.items() if nom != "ensemble" for code in axe.modalites}
    assert poses == dits


@pytest.mark.parametrize(
    ("avant", "apres", "phrase"),
    [
        ("sens: neutre", "sens: mieux", "'mieux' is not one of"),
        ("dimensions: [ensemble,", "dimensions: [ensemble, planete,", "« planete » is not described"),
        ("sources: [inscription]", "sources: [astrologie]", "« astrologie » has no contract"),
        ("indicateur: entrees", "indicateur: entree", "must bear its name"),
        ("rang: 9", "rang: 1", "the same rang"),
        ("champ:", "champs:", "'champ' is a required property"),
    ],
)
def test_an_entry_that_cannot_be_used_is_refused_by_a_sentence(tmp_path, avant, apres, phrase):
    copie = shutil.copytree(catalogue.DOSSIER, tmp_path / "indicateurs")
    fichier = copie / "entrees.yaml"
    texte = fichier.read_text(encoding="utf-8")
    assert avant in texte
    fichier.write_text(texte.replace(avant, apres, 1), encoding="utf-8")
    with pytest.raises(catalogue.CatalogueRefuse, match=re.escape(phrase)):
        charger(copie, DIMENSIONS)
