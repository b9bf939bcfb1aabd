"""One person through five sources, under a number with or without its key, a France Travail number, a name: one id.

What dbt makes of it, to the last join, is in tests/dbt/test_personnes_tirees.py.
"""

import random

import polars as pl
import pytest

from pipelines.identity import liens, personnes
from pipelines.landing import ingerer, lister_registre
from pipelines.roots import Roots
from tests.fabriques.dossiers import Suivie, dossier
from tests.property.depots import CLES, recevoir

JOUR, COMBIEN = "2025-07-10", 8


@pytest.fixture(scope="module")
def suivies() -> list[Suivie]:
    alea = random.Random(20)
    return [Suivie.tiree(alea) for _ in range(COMBIEN)]


@pytest.fixture(scope="module")
def roots(tmp_path_factory, suivies) -> Roots:
    roots = Roots(tmp_path_factory.mktemp("cinq_sources")).create()
    arrivees = [(s, JOUR, f) for rang, suivie in enumerate(suivies) for s, f in dossier(suivie, rang)]
    recevoir(roots, arrivees)
    for source in dict.fromkeys(source for source, *_ in arrivees):
        ingerer(roots, CLES, source)
    assert lister_registre(roots).select("statut", "quarantaine").unique().rows() == [("accepte", 0)]
    return roots


def lac(roots: Roots, source: str, entite: str) -> pl.DataFrame:
    return pl.read_parquet(roots.lac / source / JOUR / f"{entite}.parquet")


def par_le_nir(suivie: Suivie) -> int:
    return personnes(pl.Series([f"nir:{suivie.personne.nir}"]), CLES)["personne_id"][0]


def test_the_number_with_and_without_its_key_is_one_id_in_three_sources(roots, suivies):
    ids = [par_le_nir(suivie) for suivie in suivies]
    assert len(set(ids)) == COMBIEN
    for source, entite in (("dsn", "contrat"), ("inscription", "inscription"), ("rsa", "droit")):
        rangees = lac(roots, source, entite).filter(pl.col("personne_id").is_in(ids))
        assert sorted(rangees["personne_id"]) == sorted(ids), source


def test_her_france_travail_number_leads_from_orientation_and_training_to_her_registration(roots, suivies):
    inscrites = lac(roots, "inscription", "inscription").select("numero_ft", "personne_id")
    assert (
        inscrites["numero_ft"].to_list()
        == liens(pl.Series([s.numero_ft for s in suivies]), "numero_ft", CLES).to_list()
    )
    for source in ("orientation", "formation"):
        trouvees = lac(roots, source, source).join(inscrites, on="numero_ft", how="left")
        assert trouvees["personne_id"].to_list() == [par_le_nir(suivie) for suivie in suivies], source


def test_without_a_number_her_civil_state_leads_to_the_only_one_who_bears_it(roots, suivies):
    connues = lac(roots, "mission_locale", "accompagnement")
    assert connues["methode_appariement"].unique().to_list() == ["etat_civil"]
    rencontrees = pl.concat([lac(roots, source, "personne") for source in ("dsn", "inscription", "rsa")])
    porteuses = rencontrees.filter(pl.col("identite_type") == "nir").select("personne_id", "etat_civil_id").unique()
    menees = connues.join(porteuses, left_on="personne_id", right_on="etat_civil_id", how="left", suffix="_nir")
    assert menees["personne_id_nir"].to_list() == [par_le_nir(suivie) for suivie in suivies]
    assert connues["personne_id"].to_list() == [
        personnes(pl.Series([f"etat_civil:{suivie.etat_civil}"]), CLES)["personne_id"][0] for suivie in suivies
    ]
