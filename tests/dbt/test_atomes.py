"""The macro that makes atoms, rendered and run on a few rows: what each way of writing a dimension counts."""

from pathlib import Path
from types import SimpleNamespace

import duckdb
import jinja2
import pytest

MACROS = Path(__file__).parents[2] / "dbt_project" / "macros" / "agregation.sql"


@pytest.fixture
def macros():
    """The macros as dbt would render them; `ref(model)` is the name of the model."""
    environnement = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    module = None
    environnement.globals |= {"return": lambda texte: texte, "ref": lambda modele: modele}
    environnement.globals["adapter"] = SimpleNamespace(dispatch=lambda macro: getattr(module, f"duckdb__{macro}"))
    module = environnement.from_string(MACROS.read_text(encoding="utf-8")).module
    return module


@pytest.fixture
def atomes(macros):
    """Run `atomes(parts, dimensions)`; (dimension, modalite) → units in the denominator."""

    def compter(parts: str, dimensions: list) -> list[tuple]:
        requete = f"select dimension, modalite, denominateur from ({macros.atomes(parts, dimensions)}) order by all"
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


def test_a_commune_is_told_apart_from_its_place_and_only_of_what_is_told_by_commune(macros):
    """Two communes of one place; « entrees » alone is told by commune; where she lives is not known of one person."""
    with duckdb.connect() as base:
        base.sql("create table stg_contexte__annonce as select 'entrees' as indicateur, 'commune' as territoire_niveau")
        base.sql("insert into stg_contexte__annonce values ('sorties', 'departement'), ('entrees', 'departement')")
        base.sql("""
            create table parts as
            select *, date '2025-06-01' as mois, '01' as departement, null as jour, true as au_denominateur,
                false as au_numerateur, false as exclu
            from (
                values
                ('entrees', '01001', '01001', 1), ('entrees', '01001', '01002', 2), ('entrees', '01001', '01002', 3),
                ('entrees', '?01', null, 4), ('sorties', '01001', '01001', 5)
            ) as t (indicateur, lieu, commune, cle)
        """)
        requete = macros.atomes(macros.par_commune("parts"), [])
        lues = base.sql(
            f"select indicateur, lieu, dimension, denominateur, cle_denominateur from ({requete})"
        ).fetchall()
    assert sorted(ligne for ligne in lues if ligne[1]) == [
        ("entrees", "=01001", "ensemble", 1, 1),
        ("entrees", "=01002", "ensemble", 2, 5),
    ]
