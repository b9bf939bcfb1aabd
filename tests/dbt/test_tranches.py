"""Tables filled one slice after the other, of persons or of months, are those filled at once."""

import shutil

import duckdb

from pipelines.roots import Roots

SELON = {
    "parcours.emplois_mmo": "staging.stg_dsn__contrat",
    "parcours.mois_travailles": "staging.stg_dsn__contrat_du_mois",
    "indicateurs.atomes": "parcours.inscrits_fin_de_mois",
}
LIGNES = 13_000


def test_many_slices_give_the_rows_of_one(france, dbt, projet, tmp_path):
    maison = Roots(tmp_path / "maison").create()
    maison.entrepot.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(france.roots.entrepot, maison.entrepot)
    avant, recus = _contenu(maison), _lignes(maison)
    assert min(recus.values()) > 3 * LIGNES
    modeles = [nom.partition(".")[2] for nom in SELON]
    fait = dbt(maison.home, projet, "run", "--select", *modeles, "--vars", f"{{lignes_par_tranche: {LIGNES}}}")
    assert fait.returncode == 0, fait.stdout
    assert _contenu(maison) == avant


def _contenu(maison: Roots) -> dict[str, tuple[int, int]]:
    """Of each model, how many rows, and a sum of their hashes."""
    with duckdb.connect(str(maison.entrepot), read_only=True) as base:
        return {nom: base.sql(f"select count(*), sum(hash(t)) from {nom} as t").fetchone() for nom in SELON}


def _lignes(maison: Roots) -> dict[str, int]:
    with duckdb.connect(str(maison.entrepot), read_only=True) as base:
        return {nom: base.sql(f"select count(*) from {nom}").fetchone()[0] for nom in SELON.values()}
