"""A release is the same for the same inputs, publishing again changes nothing, hostile files stop nothing."""

import shutil

import polars as pl
import pytest

from pipelines.roots import Roots
from tests.conftest import lancer


def _sommes(roots) -> str:
    return (roots.public / "latest" / "SHA256SUMS").read_text()


def test_running_again_publishes_nothing_new(petite_france):
    avant = _sommes(petite_france.roots)
    petite_france.lancer("run")
    assert _sommes(petite_france.roots) == avant
    assert len(list((petite_france.roots.public / "millesimes").iterdir())) == 1


def test_the_release_passes_its_own_verification(petite_france):
    assert "as published" in petite_france.lancer("verify")


@pytest.fixture(scope="module")
def ailleurs(petite_france, tmp_path_factory) -> Roots:
    """The same dépôt in another house, taken through the pipeline there."""
    roots = Roots(tmp_path_factory.mktemp("ailleurs"))
    shutil.copytree(petite_france.roots.depot, roots.depot)
    lancer(roots.home, "run")
    return roots


def test_the_same_depot_gives_the_same_bytes_elsewhere(petite_france, ailleurs):
    assert _sommes(ailleurs) == _sommes(petite_france.roots)


def test_a_received_table_of_committees_becomes_the_local_level(ailleurs):
    """Two committees, one of them of two communes: they are the local level of a second release of the same date."""
    recu = ailleurs.depot / "comite_local" / "2026-06-15"
    recu.mkdir(parents=True)
    (recu / "comites_2026-06.csv").write_text(
        "commune;comite_code;comite_nom\n59350;NORD1;Lille\n59009;NORD1;Lille\n80021;SOMME1;Amiens\n", encoding="utf-8"
    )
    lancer(ailleurs.home, "run")
    latest = ailleurs.public / "latest"
    assert latest.resolve().name == "2026-07-25.2"
    locaux = pl.read_parquet(latest / "indicateurs.parquet").filter(pl.col("territoire_niveau") == "local")
    assert set(locaux["territoire_code"]) == {"NORD1", "SOMME1"}
    liens = pl.read_parquet(latest / "commune_territoire.parquet").filter(pl.col("territoire_niveau") == "local")
    assert sorted(liens.select("commune_code", "territoire_code").rows()) == [
        ("59009", "NORD1"),
        ("59350", "NORD1"),
        ("80021", "SOMME1"),
    ]
    assert "as published" in lancer(ailleurs.home, "verify")


def test_a_received_table_of_bassins_becomes_a_level(petite_france, ailleurs):
    """Bassins that are the collectivités of the RSA under other codes: the same people, so the same figures."""
    communes = pl.read_parquet(petite_france.roots.public / "latest" / "commune_territoire.parquet")
    collectivites = communes.filter(pl.col("territoire_niveau") == "collectivite_rsa")
    codes = sorted(collectivites["territoire_code"].unique())
    bassins = {code: f"{rang:04d}" for rang, code in enumerate(codes)}
    recu = ailleurs.depot / "bassin" / "2026-06-16"
    recu.mkdir(parents=True)
    lignes = (f"{commune};{bassins[code]};Bassin {code}" for commune, _, _, code in collectivites.iter_rows())
    (recu / "bassins_2026-06.csv").write_text(
        "\n".join(["commune;bassin_code;bassin_nom", *lignes, ""]), encoding="utf-8"
    )
    lancer(ailleurs.home, "run")
    table = pl.read_parquet(ailleurs.public / "latest" / "indicateurs.parquet")
    ici = table.filter(pl.col("territoire_niveau") == "bassin")
    assert set(ici.select("periode_type", "dimension").rows()) == {("glissant_12m", "ensemble")}
    attendu = table.filter(
        pl.col("territoire_niveau") == "collectivite_rsa",
        pl.col("periode_type") == "glissant_12m",
        pl.col("dimension") == "ensemble",
        pl.col("indicateur").is_in(ici["indicateur"].unique().implode()),
    ).with_columns(pl.col("territoire_code").replace_strict(bassins), territoire_niveau=pl.lit("bassin"))
    assert ici.height == attendu.height > 900
    assert ici.equals(attendu.sort(ici.columns[:8]))
    assert "as published" in lancer(ailleurs.home, "verify")


def test_a_run_refuses_to_simulate_over_received_files(tmp_path):
    recu = tmp_path / "depot" / "inscription" / "2026-01-05"
    recu.mkdir(parents=True)
    (recu / "inscriptions_01_2025-12.csv").write_text("nir\n")
    sortie = lancer(tmp_path, "run", "--personnes", "500", "--mois", "6", attendu=1)
    assert "simulat" in sortie
