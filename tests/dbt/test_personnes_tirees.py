"""Persons drawn at random, each told by six sources in her own way: one id each in what dbt counts."""

import random
from datetime import date

import duckdb
import polars as pl
import pytest

from pipelines import catalogue, territories
from pipelines.identity import Cles, personnes
from pipelines.landing import ecrire_livraisons, ingerer
from pipelines.roots import Roots
from tests.fabriques.dossiers import Suivie, dossier

CLES = Cles("une clé de test assez longue pour être acceptée")


@pytest.fixture(scope="module")
def suivies() -> list[Suivie]:
    alea = random.Random(4)
    return [Suivie.tiree(alea) for _ in range(5)]


@pytest.fixture(scope="module")
def roots(tmp_path_factory, dbt, projet, suivies) -> Roots:
    roots = Roots(tmp_path_factory.mktemp("personnes_tirees")).create()
    for rang, suivie in enumerate(suivies):
        for source, fichier in dossier(suivie, rang):
            place = roots.depot / source / "2025-07-10" / fichier.nom
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(fichier.octets)
    for source in ("dsn", "inscription", "rsa", "orientation", "formation", "mission_locale"):
        ingerer(roots, CLES, source)
    ecrire_livraisons(roots)
    territories.ecrire_contexte(territories.charger(), roots.contexte)
    catalogue.ecrire_contexte(catalogue.charger(), roots.contexte)
    pl.DataFrame({"date_observation": [date(2025, 7, 25)]}).write_parquet(roots.contexte / "observation.parquet")
    choix = ("+appariement", "+orientations_decidees", "+stg_dsn__contrat", "+stg_inscription__inscription")
    fait = dbt(roots.home, projet, "run", "--select", *choix, "+rsa_mois")
    assert fait.returncode == 0, fait.stdout
    return roots


def test_each_person_of_six_sources_has_one_id(roots, suivies):
    nirs = [personnes(pl.Series([f"nir:{s.personne.nir}"]), CLES)["personne_id"][0] for s in suivies]
    civils = [personnes(pl.Series([f"etat_civil:{s.etat_civil}"]), CLES)["personne_id"][0] for s in suivies]
    with duckdb.connect(str(roots.entrepot), read_only=True) as entrepot:
        courantes = entrepot.sql("select personne_id, personne_courante from staging.stg_identite__personne_courante")
        assert sorted(courantes.fetchall()) == sorted(zip(civils, nirs, strict=True))
        for table in ("staging.stg_inscription__inscription", "staging.stg_dsn__contrat", "staging.stg_rsa__droit"):
            vues = entrepot.sql(f"select personne_id from {table} where personne_id in {tuple(nirs)}").fetchall()
            assert sorted(personne for (personne,) in vues) == sorted(nirs), table
        orientees = entrepot.sql("select personne_id from parcours.orientations_decidees").fetchall()
        assert sorted(personne for (personne,) in orientees) == sorted(nirs)
        par_source = entrepot.sql(
            "select source, sum(lignes), sum(appariees) from parcours.appariement group by 1"
        ).fetchall()
    assert [(source, lignes) for source, lignes, _ in sorted(par_source)] == [
        (source, appariees) for source, _, appariees in sorted(par_source)
    ]
    assert {source for source, *_ in par_source} >= {
        "dsn",
        "inscription",
        "rsa",
        "orientation",
        "formation",
        "mission_locale",
    }
