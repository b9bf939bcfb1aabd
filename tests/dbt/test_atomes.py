"""The macro that makes atoms, rendered and run on a few rows: what each way of writing a dimension counts."""

from pathlib import Path
from types import SimpleNamespace

import duckdb
import jinja2
import pytest

MACROS = Path(__file__).parents[2] / "dbt_project" / "macros" / "agregation.sql"


@pytest.fixture
def atomes():
    """Run `atomes(parts, dimensions)` as dbt would; (dimension, modalite) → units in the denominator."""
    environnement = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    module = None
    environnement.globals["return"] = lambda texte: texte
    environnement.globals["adapter"] = SimpleNamespace(dispatch=lambda macro: getattr(module, f"duckdb__{macro}"))
    module = environnement.from_string(MACROS.read_text(encoding="utf-8")).module

    def compter(parts: str, dimensions: list) -> list[tuple]:
        requete = f"select dimension, modalite, denominateur from ({module.atomes(parts, dimensions)}) order by all"
        return duckdb.sql(requete).fetchall()

    return compter


PERSONNES = """(
    select 'i' as indicateur, date '2025-06-01' as mois, '59350' as lieu, '59' as departement, null as jour, *,
        true as au_denominateur, false as au_numerateur, false as exclu
    from (
        values
        ('F', '-26', 'qpv', null, 1),
        ('F', '55+', null, null, 2),
        ('H', '-26', 'qpv', 'boeth', 3),
        ('H', null, null, 'boeth', 4)
    ) as t (sexe, tranche_age, public_qpv, public_boeth, cle)
)"""


def test_a_crossing_counts_each_pair_and_who_lacks_either_apart(atomes):
    assert [ligne for ligne in atomes(PERSONNES, ["sexe", "sexe*tranche_age"]) if ligne[0] == "sexe*tranche_age"] == [
        ("sexe*tranche_age", "F*-26", 1),
        ("sexe*tranche_age", "F*55+", 1),
        ("sexe*tranche_age", "H*-26", 1),
        ("sexe*tranche_age", None, 1),
    ]


def test_a_crossing_leaves_its_dimensions_as_they_are(atomes):
    seules = atomes(PERSONNES, ["tranche_age", "sexe"])
    assert [
        ligne for ligne in atomes(PERSONNES, ["sexe", "sexe*tranche_age", "tranche_age"]) if "*" not in ligne[0]
    ] == (seules)
    assert ("sexe", "F", 2) in seules
    assert ("tranche_age", "-26", 2) in seules


def test_a_person_of_two_publics_counts_in_both_and_one_of_none_in_neither(atomes):
    """Two live in a QPV, two are BOETH, one of them both; « ensemble » counts each of the four once."""
    lignes = atomes(PERSONNES, [["public", "public_qpv"], ["public", "public_boeth"]])
    assert [ligne for ligne in lignes if ligne[1] is not None] == [
        ("ensemble", "ensemble", 4),
        ("public", "boeth", 2),
        ("public", "qpv", 2),
    ]
