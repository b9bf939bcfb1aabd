"""What nothing can beat, beside what is done: the columns of an indicator read once, its groups without any join.

On the warehouse that dbt just wrote, warm. The columns an indicator reads are those its plan scans: each column of each
table is read once for the floor, whatever the number of times the query does.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass

import duckdb

from benchmarks.pays.moteurs import INTERVALLES, SQL, chronometrer
from pipelines import catalogue
from pipelines.roots import Roots

_VUES = """
create or replace temp view contrats as
select personne_id, employeur, spell_debut, classe = 'CDI' as sans_terme, fin_la_plus_longue as fin
from parcours.emploi_maillons;

create or replace temp view entrees as
select personne_id, debut, mois, lieu from parcours.entrees where premiere_du_mois and age between 16 and 64;

create or replace temp view sorties as from parcours.sorties_du_champ;

create or replace temp view lieux as from parcours.lieu_territoire;
"""

_SANS_JOINTURE = """
select mois, departement, lieu, sexe, tranche_age, count(*)
from parcours.entrees
where premiere_du_mois
group by grouping sets (
    (mois, lieu), (mois, lieu, sexe), (mois, lieu, tranche_age), (mois, departement), (mois, departement, sexe),
    (mois, departement, tranche_age), (mois), (mois, sexe), (mois, tranche_age)
)
"""

_DE_BOUT_EN_BOUT = """
with atomes as (
    select
        mois,
        lieu,
        jour,
        count(*) filter (where au_numerateur) as numerateur,
        count(*) filter (where au_denominateur) as denominateur,
        count(*) filter (where exclu) as exclus
    from ({parts}) as parts
    where indicateur = '{indicateur}'
    group by mois, lieu, jour
)

select
    liens.territoire_niveau,
    liens.territoire_code,
    atomes.mois,
    atomes.jour,
    sum(atomes.numerateur) as numerateur,
    sum(atomes.denominateur) as denominateur,
    sum(atomes.exclus) as exclus
from atomes
inner join parcours.lieu_territoire as liens using (lieu)
group by liens.territoire_niveau, liens.territoire_code, atomes.mois, atomes.jour
"""


@dataclass(frozen=True)
class Plancher:
    """Seconds of a query, and of one reading of the columns it scans."""

    nom: str
    secondes: float
    lecture: float


def mesurer(roots: Roots, fois: int) -> tuple[float, list[Plancher]]:
    """Seconds of GROUPING SETS with no join; then each head indicator, from the journeys to all levels."""
    with duckdb.connect(str(roots.entrepot), read_only=True) as base:
        base.execute("set preserve_insertion_order = false")
        base.execute(_VUES)
        sans_jointure, _ = chronometrer(lambda: base.execute(_SANS_JOINTURE).arrow(), fois)
        requetes = {"retour_emploi_6m, from every contract": SQL.format(**INTERVALLES)}
        for nom, entree in catalogue.charger().indicateurs.items():
            if entree.tete:
                parts = _compile(roots, f"parts_{entree.famille}")
                requetes[nom] = _DE_BOUT_EN_BOUT.format(parts=parts, indicateur=nom)
        return sans_jointure, [_plancher(base, nom, requete, fois) for nom, requete in requetes.items()]


def _compile(roots: Roots, modele: str) -> str:
    parts = roots.entrepot.parent / "dbt" / "compiled" / "pilotage" / "models" / "indicateurs" / "parts"
    return (parts / f"{modele}.sql").read_text(encoding="utf-8")


def _plancher(base: duckdb.DuckDBPyConnection, nom: str, requete: str, fois: int) -> Plancher:
    lues = colonnes_lues(base, requete)
    lectures = [
        f"select {', '.join(f'sum(hash({colonne}))' for colonne in sorted(colonnes))} from {table}"
        for table, colonnes in sorted(lues.items())
    ]
    lecture, _ = chronometrer(lambda: [base.execute(texte).fetchall() for texte in lectures], fois)
    secondes, _ = chronometrer(lambda: base.execute(requete).arrow(), fois)
    return Plancher(nom, secondes, lecture)


def colonnes_lues(base: duckdb.DuckDBPyConnection, requete: str) -> dict[str, set[str]]:
    """The columns each table is read for, as the plan says: given on, or filtered by."""
    plan = json.loads(base.execute(f"explain (format json) {requete}").fetchall()[0][1])
    lues: dict[str, set[str]] = defaultdict(set)
    a_voir = list(plan)
    while a_voir:
        noeud = a_voir.pop()
        a_voir += noeud["children"]
        details = noeud["extra_info"]
        if "Table" in details:
            existantes = {ligne[0] for ligne in base.execute(f"describe {details['Table']}").fetchall()}
            dites = " ".join(_textes(details.get("Projections")) + _textes(details.get("Filters")))
            lues[details["Table"]] |= existantes & set(re.findall(r"\w+", dites))
    return {table: colonnes for table, colonnes in lues.items() if colonnes}


def _textes(valeur: str | list[str] | None) -> list[str]:
    return [valeur] if isinstance(valeur, str) else valeur or []
