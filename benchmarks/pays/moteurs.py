"""One indicator, `retour_emploi_6m`, by several engines from the same four Parquet tables.

The tables are those of the journeys, exported once: `contrats` (every contract that is a job, with its job spell),
`entrees` (who entered a cohort, aged 16 to 64, where), `sorties` (deaths and retirements), `lieux` (the territories of
each place). From them, each engine says which job spells count, the first of them after each entry, who leaves the
field before, and the counts of every territory and month: (territoire_niveau, territoire_code, mois, numerateur,
denominateur, exclus).
"""

import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

TABLES = ("contrats", "entrees", "sorties", "lieux")
CLE = ["territoire_niveau", "territoire_code", "mois"]
COMPTES = ["numerateur", "denominateur", "exclus"]

_EXPORTS = {
    "contrats": """
        select personne_id, employeur, spell_debut, classe = 'CDI' as sans_terme, fin_la_plus_longue as fin
        from parcours.emploi_maillons""",
    "entrees": """
        select personne_id, debut, mois, lieu
        from parcours.entrees
        where premiere_du_mois and age between 16 and 64""",
    "sorties": "select personne_id, date_sortie from parcours.sorties_du_champ",
}

SQL = """
with emplois as (
    select personne_id, spell_debut
    from contrats
    group by personne_id, employeur, spell_debut
    having bool_or(sans_terme) or max(fin) >= {mois_1} - {un_jour}
),

premiers as (
    select entrees.personne_id, entrees.debut, min(emplois.spell_debut) as emploi_debut
    from entrees
    inner join emplois on entrees.personne_id = emplois.personne_id and emplois.spell_debut >= entrees.debut
    group by entrees.personne_id, entrees.debut
),

departs as (
    select entrees.personne_id, entrees.debut, min(sorties.date_sortie) as date_sortie
    from entrees
    inner join sorties on entrees.personne_id = sorties.personne_id and sorties.date_sortie >= entrees.debut
    group by entrees.personne_id, entrees.debut
),

issues as (
    select
        entrees.mois,
        entrees.lieu,
        coalesce(premiers.emploi_debut <= {mois_6}, false) as retour,
        coalesce(
            departs.date_sortie <= {mois_6}
            and (premiers.emploi_debut is null or departs.date_sortie < premiers.emploi_debut),
            false
        ) as exclu
    from entrees
    left join premiers on entrees.personne_id = premiers.personne_id and entrees.debut = premiers.debut
    left join departs on entrees.personne_id = departs.personne_id and entrees.debut = departs.debut
),

atomes as (
    select
        lieu,
        mois,
        sum(case when retour and not exclu then 1 else 0 end) as numerateur,
        sum(case when exclu then 0 else 1 end) as denominateur,
        sum(case when exclu then 1 else 0 end) as exclus
    from issues
    group by lieu, mois
)

select
    lieux.territoire_niveau,
    lieux.territoire_code,
    atomes.mois,
    sum(atomes.numerateur) as numerateur,
    sum(atomes.denominateur) as denominateur,
    sum(atomes.exclus) as exclus
from atomes
inner join lieux on atomes.lieu = lieux.lieu
group by lieux.territoire_niveau, lieux.territoire_code, atomes.mois
"""
"""The indicator in SQL, but for calendar arithmetic."""

INTERVALLES = {
    "mois_1": "spell_debut + interval '1 month'",
    "mois_6": "entrees.debut + interval '6 months'",
    "un_jour": "interval '1 day'",
}
"""Calendar arithmetic as DuckDB and PostgreSQL write it: months clip to the last day."""


def exporter(entrepot: Path, dossier: Path, un_sur: int) -> int:
    """Write the tables in `dossier`, of one person in `un_sur`, and of all what dbt counts (`attendu`); how many
    contracts there are."""
    dossier.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(entrepot), read_only=True) as base:
        for table, requete in _EXPORTS.items():
            restreint = f"select * from ({requete}) as lignes where personne_id % {un_sur} = 0"
            base.execute(f"copy ({restreint}) to '{dossier / table}.parquet' (format parquet, compression zstd)")
        base.execute(f"copy (from parcours.lieu_territoire) to '{dossier / 'lieux.parquet'}' (format parquet)")
        if un_sur == 1:
            base.execute(f"copy ({_ATTENDU}) to '{dossier / 'attendu.parquet'}' (format parquet)")
    return pl.scan_parquet(dossier / "contrats.parquet").select(pl.len()).collect().item()


_ATTENDU = """
select
    territoire_niveau,
    territoire_code,
    mois,
    count(*) filter (where au_numerateur) as numerateur,
    count(*) filter (where au_denominateur) as denominateur,
    count(*) filter (where exclu) as exclus
from indicateurs.parts_retour_emploi
inner join parcours.lieu_territoire using (lieu)
where indicateur = 'retour_emploi_6m'
group by territoire_niveau, territoire_code, mois
"""


def ecart(attendu: Path, obtenu: Path) -> int:
    """The sum of the absolute differences of all counts; a row that only one side has counts whole."""
    deux = [pl.read_parquet(chemin).select(*CLE, pl.col(COMPTES).cast(pl.Int64)) for chemin in (attendu, obtenu)]
    ensemble = deux[0].join(deux[1], on=CLE, how="full", suffix="_obtenu").fill_null(0)
    return sum(ensemble.select((pl.col(c) - pl.col(f"{c}_obtenu")).abs().sum()).item() for c in COMPTES)


def chronometrer(travail: Callable[[], object], fois: int) -> tuple[float, object]:
    """The best of several runs, in seconds, and what the last one returned."""
    temps = []
    for _ in range(fois):
        debut = time.perf_counter()
        resultat = travail()
        temps.append(time.perf_counter() - debut)
    return min(temps), resultat


def duckdb_(dossier: Path, fois: int) -> tuple[float, pl.DataFrame]:
    with duckdb.connect() as base:
        base.execute("set preserve_insertion_order = false")
        for table in TABLES:
            base.execute(f"create view {table} as from '{dossier / table}.parquet'")
        return chronometrer(lambda: base.execute(SQL.format(**INTERVALLES)).pl(), fois)


def polars_(dossier: Path, fois: int) -> tuple[float, pl.DataFrame]:
    return chronometrer(lambda: _en_polars(dossier).collect(engine="streaming"), fois)


def _en_polars(dossier: Path) -> pl.LazyFrame:
    contrats, entrees, sorties, lieux = (pl.scan_parquet(dossier / f"{table}.parquet") for table in TABLES)
    emplois = (
        contrats.group_by("personne_id", "employeur", "spell_debut")
        .agg(pl.col("sans_terme").any(), pl.col("fin").max())
        .filter(pl.col("sans_terme") | (pl.col("fin") >= pl.col("spell_debut").dt.offset_by("1mo").dt.offset_by("-1d")))
        .select("personne_id", emploi_debut="spell_debut")
    )
    issue = ["personne_id", "debut"]
    premiers = (
        entrees.select(issue)
        .join(emplois, on="personne_id")
        .filter(pl.col("emploi_debut") >= pl.col("debut"))
        .group_by(issue)
        .agg(pl.col("emploi_debut").min())
    )
    departs = (
        entrees.select(issue)
        .join(sorties, on="personne_id")
        .filter(pl.col("date_sortie") >= pl.col("debut"))
        .group_by(issue)
        .agg(pl.col("date_sortie").min())
    )
    fenetre = pl.col("debut").dt.offset_by("6mo")
    avant_tout_retour = pl.col("emploi_debut").is_null() | (pl.col("date_sortie") < pl.col("emploi_debut"))
    return (
        entrees.join(premiers, on=issue, how="left")
        .join(departs, on=issue, how="left")
        .select(
            "lieu",
            "mois",
            retour=(pl.col("emploi_debut") <= fenetre).fill_null(False),
            exclu=((pl.col("date_sortie") <= fenetre) & avant_tout_retour).fill_null(False),
        )
        .group_by("lieu", "mois")
        .agg(
            numerateur=(pl.col("retour") & ~pl.col("exclu")).sum(),
            denominateur=(~pl.col("exclu")).sum(),
            exclus=pl.col("exclu").sum(),
        )
        .join(lieux, on="lieu")
        .group_by(CLE)
        .agg(pl.col(COMPTES).sum())
    )


def pandas_(dossier: Path, fois: int) -> tuple[float, pl.DataFrame]:
    import pandas  # noqa: F401, PLC0415 - its import takes a second, which is not the query's

    temps, resultat = chronometrer(lambda: _en_pandas(dossier), fois)
    return temps, pl.from_pandas(resultat).with_columns(pl.col("mois").cast(pl.Date))


def _en_pandas(dossier: Path) -> object:
    import pandas as pd  # noqa: PLC0415 - see pandas_
    import pyarrow.parquet as pq  # noqa: PLC0415 - see pandas_

    contrats, entrees, sorties, lieux = (
        pq.read_table(dossier / f"{table}.parquet").to_pandas(date_as_object=False) for table in TABLES
    )
    spells = contrats.groupby(["personne_id", "employeur", "spell_debut"], sort=False, as_index=False).agg(
        {"sans_terme": "any", "fin": "max"}
    )
    un_mois = spells["spell_debut"] + pd.DateOffset(months=1) - pd.Timedelta(days=1)
    comptent = spells[spells["sans_terme"] | (spells["fin"] >= un_mois)]
    emplois = comptent[["personne_id", "spell_debut"]].rename(columns={"spell_debut": "emploi_debut"})

    def premiere(evenements: pd.DataFrame, jour: str) -> pd.DataFrame:
        suites = entrees[["personne_id", "debut"]].merge(evenements, on="personne_id")
        suites = suites[suites[jour] >= suites["debut"]]
        return suites.groupby(["personne_id", "debut"], sort=False, as_index=False)[jour].min()

    issues = entrees.merge(premiere(emplois, "emploi_debut"), on=["personne_id", "debut"], how="left")
    issues = issues.merge(premiere(sorties, "date_sortie"), on=["personne_id", "debut"], how="left")
    fenetre = issues["debut"] + pd.DateOffset(months=6)
    avant_tout_retour = issues["emploi_debut"].isna() | (issues["date_sortie"] < issues["emploi_debut"])
    exclu = (issues["date_sortie"] <= fenetre) & avant_tout_retour
    issues["numerateur"] = (issues["emploi_debut"] <= fenetre) & ~exclu
    issues["denominateur"], issues["exclus"] = ~exclu, exclu
    atomes = issues.groupby(["lieu", "mois"], sort=False, as_index=False)[COMPTES].sum()
    return atomes.merge(lieux, on="lieu").groupby(CLE, sort=False, as_index=False)[COMPTES].sum()


EN_PROCESSUS = {"duckdb": duckdb_, "polars": polars_, "pandas": pandas_}
"""Engines that are libraries of the house."""
