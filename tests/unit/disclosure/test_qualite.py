"""What may be said of the sources: counts of rows are protected, deliveries and days are told as they are."""

import polars as pl
import pytest

from pipelines.disclosure import COLONNES_QUALITE, SecretRefuse, qualite_publiable

CLE = bytes(range(32))
EXACTES = pl.DataFrame(
    [
        ("dsn", "couverture_source", "national", "FR", "ensemble", "livraisons", 7, 8, None, 0, 0),
        ("dsn", "fraicheur_source", "national", "FR", "ensemble", "jours", None, None, 12, 0, 0),
        ("dsn", "taux_appariement", "national", "FR", "ensemble", "lignes", 903, 1_001, None, 5, 6),
        ("dsn", "taux_appariement", "national", "FR", "nir", "lignes", 900, 900, None, 7, 7),
        ("dsn", "taux_appariement", "national", "FR", "ntt", "lignes", 3, 41, None, 8, 9),
        ("rsa", "taux_quarantaine", "national", "FR", "ensemble", "unites", 0, 12, None, 0, 10),
    ],
    schema={
        **dict.fromkeys(["source", "mesure", "territoire_niveau", "territoire_code", "modalite", "unite"], pl.String),
        **dict.fromkeys(["numerateur", "denominateur", "jours", "cle_numerateur", "cle_denominateur"], pl.Int64),
    },
    orient="row",
)


@pytest.fixture
def publiees() -> dict[tuple[str, str], dict]:
    table = qualite_publiable(EXACTES.sample(fraction=1, shuffle=True, seed=1), CLE)
    assert dict(table.schema) == COLONNES_QUALITE
    return {(ligne["mesure"], ligne["modalite"]): ligne for ligne in table.iter_rows(named=True)}


def test_deliveries_and_days_are_told_as_they_are(publiees):
    livraisons = publiees["couverture_source", "ensemble"]
    assert (livraisons["numerateur"], livraisons["denominateur"], livraisons["valeur"]) == (7, 8, 0.875)
    fraicheur = publiees["fraicheur_source", "ensemble"]
    assert (fraicheur["valeur"], fraicheur["denominateur"], fraicheur["motif"]) == (12.0, None, None)


def test_rows_are_rounded_and_their_share_comes_from_the_rounded_counts(publiees):
    lignes = publiees["taux_appariement", "ensemble"]
    assert lignes["numerateur"] in (900, 905)
    assert lignes["denominateur"] in (1_000, 1_005)
    assert lignes["valeur"] == round(lignes["numerateur"] / lignes["denominateur"], 6)


def test_few_rows_or_all_of_them_have_no_share(publiees):
    assert publiees["taux_appariement", "nir"]["motif"] == "part_extreme"
    assert publiees["taux_appariement", "nir"]["valeur"] is None
    assert publiees["taux_appariement", "ntt"]["motif"] == "effectif_insuffisant"
    refusees = publiees["taux_quarantaine", "ensemble"]
    assert (refusees["numerateur"], refusees["valeur"]) == (None, None)


def test_without_the_secret_nothing_is_said():
    with pytest.raises(SecretRefuse):
        qualite_publiable(EXACTES, b"")
