"""The SQL of the indicator layer: it builds on an empty lake, its unit tests pass, and they can fail."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines import catalogue, territories
from pipelines.landing import ecrire_livraisons
from pipelines.roots import Roots

MUTATIONS = {
    "staging/stg_identite__personne_courante.sql": ("having count(*) = 1", "having count(*) >= 1"),
    "staging/stg_rsa__fichier.sql": ("rang >= coalesce", "rang > coalesce"),
    "staging/stg_dsn__declaration.sql": ("signaux.type <> '03' or", "true or"),
    "parcours/inscription_periodes.sql": ("<= 15", "<= 14"),
    "parcours/emplois.sql": ("<= 7", "< 7"),
    "indicateurs/parts_retour_emploi.sql": ("evenement <= fenetre_fin", "evenement < fenetre_fin"),
}


@pytest.fixture(scope="module")
def maison(tmp_path_factory, dbt, projet) -> Path:
    """A house where nothing was received: the empty tables and the context are all dbt finds."""
    roots = Roots(tmp_path_factory.mktemp("maison_vide")).create()
    ecrire_livraisons(roots)
    territories.ecrire_contexte(territories.charger(), roots.contexte)
    catalogue.ecrire_contexte(catalogue.charger(), roots.contexte)
    pl.DataFrame({"date_observation": [date(2026, 7, 25)]}).write_parquet(roots.contexte / "observation.parquet")
    fait = dbt(roots.home, projet, "build", "--exclude-resource-type", "unit_test")
    assert fait.returncode == 0, fait.stdout
    # the adapter writes an empty result as one row of nulls
    assert pl.read_parquet(roots.cellules).drop_nulls("indicateur").is_empty()
    return roots.home


def test_every_unit_test_passes_and_every_family_has_one(dbt, maison, projet):
    fait = dbt(maison, projet, "test", "--select", "test_type:unit")
    assert fait.returncode == 0, fait.stdout
    resultats = json.loads((projet / "target" / "run_results.json").read_text())["results"]
    assert all(r["status"] == "pass" for r in resultats)
    manifeste = json.loads((projet / "target" / "manifest.json").read_text())
    eprouves = {test["model"] for test in manifeste["unit_tests"].values()}
    parts = {n["name"] for n in manifeste["nodes"].values() if n["name"].startswith("parts_")}
    assert len(parts) == 13
    assert parts <= eprouves
    parcours = {
        "inscription_periodes",
        "inscrits_fin_de_mois",
        "entrees",
        "orientation_spells",
        "emplois",
        "emploi_transferts",
        "emploi_maillons",
        "emploi_spells",
        "premier_emploi_apres_entree",
        "retours_emploi",
        "offre_postes",
    }
    identites = {
        "stg_identite__personne_courante",
        "stg_dsn__equivalence",
        "stg_inscription__personne",
        "stg_rsa__fichier",
        "stg_rsa__droit",
        "appariement",
    }
    sommes = {
        "atomes",
        "cellules_mois",
        "medianes",
        "periodes",
        "calendrier",
        "livraisons_manquantes",
        "couverture_dsn",
    }
    assert parcours | identites | sommes <= eprouves


@pytest.mark.parametrize("modele", MUTATIONS)
def test_a_wrong_bound_is_caught_by_a_unit_test(dbt, maison, projet, modele):
    chemin, (juste, faux) = projet / "models" / modele, MUTATIONS[modele]
    texte = chemin.read_text()
    assert juste in texte
    chemin.write_text(texte.replace(juste, faux))
    try:
        fait = dbt(maison, projet, "test", "--select", f"{chemin.stem},test_type:unit")
    finally:
        chemin.write_text(texte)
    assert fait.returncode == 1, "the mutant survives"
    assert "Got 1 result, configured to fail" in fait.stdout or "ailure in unit_test" in fait.stdout
