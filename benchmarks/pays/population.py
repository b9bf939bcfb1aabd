"""Who lives in the country: months, communes, persons and their registrations, as tables of a DuckDB scratch file.

Every draw is a hash of a number and a word: the same version of DuckDB draws the same country again. About half a
million registrations a month for 7 million persons: one lasts 10 months, the next one comes 3 months later.
"""

from datetime import date

import duckdb

from pipelines.roots import Roots

INSCRIPTIONS_AU_PLUS = 8
"""Registrations of one person over the months told, at most."""

# hashed twice: once, the draws of one number by several words are the same one but for a constant
_TIRAGES = """
create macro brasse(n, mot) as hash(hash(n, mot));
create macro tirage(n, mot) as cast(brasse(n, mot) >> 11 as double) / 9007199254740992.0;
create macro entier(n, mot, sous) as cast(brasse(n, mot) % sous as integer);
create macro attente(n, mot, moyenne) as cast(-ln(1 - tirage(n, mot)) * moyenne as integer);
create macro parmi(liste, n, mot) as liste[1 + entier(n, mot, len(liste))];
create macro identifiant(n, mot) as cast(brasse(n, mot) >> 1 as bigint);
create macro cle(n, mot) as cast(brasse(n, mot) % 1099511627776 as bigint);
create macro mois_du(jour) as greatest(cast(date_trunc('month', jour) as date), getvariable('debut'));
"""

_MOIS = """
create table mois as
select
    rang,
    cast(getvariable('debut') + to_months(cast(rang as integer)) as date) as mois,
    last_day(getvariable('debut') + to_months(cast(rang as integer))) as dernier_jour
from range($mois) as t (rang);
"""

# a commune has as many slots as it has hundreds of inhabitants, so that a slot drawn is a person's commune
_COMMUNES = """
create table emplacements as
select
    row_number() over (order by commune, rang) - 1 as emplacement,
    commune,
    departement
from (
    select commune, departement, unnest(range(1 + population // 100)) as rang
    from read_parquet($communes)
    where departement in (
        select territoire_code from read_parquet($territoires) where territoire_niveau = 'departement'
    )
);
"""

_PERSONNES = """
create table personnes as
select
    p,
    identifiant(p, 'personne') as personne_id,
    cle(p, 'cle') as cle_enregistrement,
    identifiant(p, 'etat civil') as etat_civil_id,
    identifiant(p, 'numero') as numero_ft,
    identifiant(p, 'dossier') as dossier,
    cast(date_trunc('month', getvariable('debut') - cast(5840 + 17000 * tirage(p, 'age') as integer)) as date)
        as naissance_mois,
    parmi(['1', '2'], p, 'sexe') as sexe,
    emplacements.commune,
    emplacements.departement,
    parmi(['NV5', 'NV5', 'NV5', 'NV4', 'NV4', 'NV3', 'NV2', 'NV1', 'CP4', 'C3A', null], p, 'niveau')
        as niveau_formation,
    tirage(p, 'diplome') < 0.7 as diplome_obtenu,
    tirage(p, 'boeth') < 0.09 as boeth,
    parmi(['O', 'N', 'N', 'N', 'N', 'N', 'N', 'N', null], p, 'qpv') as qpv,
    -- one in five has been under RSA, from this month of the window to that one
    case when tirage(p, 'rsa') < 0.22 then cast(40 * tirage(p, 'rsa debut') - 20 as integer) end as rsa_de,
    case when tirage(p, 'rsa') < 0.22
        then cast(40 * tirage(p, 'rsa debut') - 16 + 40 * tirage(p, 'rsa fin') as integer) end as rsa_a
from range($personnes) as t (p)
inner join emplacements on entier(p, 'commune', getvariable('emplacements')) = emplacements.emplacement;
"""


def peupler(sur: duckdb.DuckDBPyConnection, roots: Roots, personnes: int, mois: int, dernier_mois: date) -> None:
    """Make the tables `mois` (rang, mois, dernier_jour), `personnes` and `periodes` (one row per registration)."""
    debut = sur.execute(
        "select cast(cast(? as date) - to_months(cast(? as integer) - 1) as date)", [dernier_mois, mois]
    ).fetchone()
    sur.execute("set variable debut = cast(? as date)", [debut[0]])
    sur.execute(f"set variable personnes = {personnes}; set variable nombre_mois = {mois}")
    sur.execute("set variable fin = last_day(cast(? as date))", [dernier_mois])
    sur.execute(_TIRAGES)
    sur.execute(_MOIS, {"mois": mois})
    contexte = {nom: str(roots.contexte / f"{nom[:-1]}.parquet") for nom in ("communes", "territoires")}
    sur.execute(_COMMUNES, contexte)
    sur.execute("set variable emplacements = (select count(*) from emplacements)")
    sur.execute(_PERSONNES, {"personnes": personnes})
    sur.execute(_periodes())


def _periodes() -> str:
    """Registrations one after the other, in days since the window begins; one gap in eight is short enough to continue
    the spell. Those over before the window are not known."""
    colonnes = ["p", "cast(-400 * tirage(p, 'arrivee') as integer) as debut_0"]
    for k in range(INSCRIPTIONS_AU_PLUS):
        n = f"{INSCRIPTIONS_AU_PLUS} * p + {k}"
        colonnes.append(f"debut_{k} + 10 + attente({n}, 'duree', 290) as fin_{k}")
        courte, longue = f"1 + entier({n}, 'courte', 14)", f"15 + attente({n}, 'longue', 95)"
        pause = f"case when tirage({n}, 'pause') < 0.12 then {courte} else {longue} end"
        colonnes.append(f"fin_{k} + cast({pause} as integer) as debut_{k + 1}")
    suites = ", ".join(f"{{'k': {k}, 'debut': debut_{k}, 'fin': fin_{k}}}" for k in range(INSCRIPTIONS_AU_PLUS))
    return f"""
create table periodes as
with vies as (select {", ".join(colonnes)} from personnes),
suites as (select p, unnest([{suites}], recursive := true) from vies)
select
    {INSCRIPTIONS_AU_PLUS} * p + k as n,
    p,
    k,
    getvariable('debut') + debut as debut,
    case when getvariable('debut') + fin <= getvariable('fin') then getvariable('debut') + fin end as fin
from suites
where fin > 0 and getvariable('debut') + debut <= getvariable('fin');
"""
