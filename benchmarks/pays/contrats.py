"""Who worked where: the contracts of the country, then the DSN month by month as the door lands it.

Two persons in five have none; a quarter have a few long ones, a fifth a dozen of some weeks, one in seven missions of a
few days, eight in a row with one of two agencies: 8.6 contracts a person over 24 months, 12 contract-months. One end in
ten is also told by a signal; a few long contracts go on in another establishment; a few persons were known first by a
temporary number.
"""

import duckdb

from benchmarks.pays.lac import Lac

PERSONNES_PAR_ETABLISSEMENT = 28
"""So that a declaration names about as many contracts as a real one."""

_PAR_PERSONNE = 64
_CONTRATS = f"""
create table contrats as
with profils as (
    select
        p,
        case
            when tirage(p, 'profil') < 0.40 then 'sans'
            when tirage(p, 'profil') < 0.65 then 'long'
            when tirage(p, 'profil') < 0.85 then 'court'
            else 'mission'
        end as profil
    from personnes
),

nombres as (
    select
        *,
        cast(ceil(getvariable('nombre_mois') / 24.0 * case profil
            when 'sans' then 0
            when 'long' then 1 + entier(p, 'nombre', 3)
            when 'court' then 4 + entier(p, 'nombre', 9)
            else 25 + entier(p, 'nombre', 37)
        end) as integer) as nombre,
        cast(getvariable('fin') - getvariable('debut') + 1 as integer) as jours
    from profils
),

rangs as (
    select *, unnest(range(nombre)) as k, {_PAR_PERSONNE} * p + unnest(range(nombre)) as c from nombres
),

natures as (
    select
        p,
        c,
        profil,
        -- missions come eight at a time, a week apart, with the same agency
        cast(floor((
            case when profil = 'mission' then k // 8 * 8 + k % 8 * 0.4 else k end + tirage(c, 'jour') * 0.3
        ) * jours / nombre) as integer)
        - case when profil = 'long' and k = 0 then cast(200 * tirage(c, 'avant') as integer) else 0 end as debut,
        case profil
            when 'long' then parmi(['01', '01', '01', '01', '02', '02', '02', '09', '29', '90'], c, 'nature')
            when 'court' then parmi(['02', '02', '02', '02', '02', '02', '02', '02', '10', '01'], c, 'nature')
            else '03'
        end as nature,
        case profil
            when 'long' then 20 + attente(c, 'duree', 110)
            when 'court' then 5 + attente(c, 'duree', 24)
            else 1 + entier(c, 'duree', 8)
        end as duree,
        case when profil = 'mission'
            then 20 * entier({_PAR_PERSONNE} * p + k // 8 % 2, 'agence', getvariable('etablissements') // 20)
            else entier(c, 'etablissement', getvariable('etablissements'))
        end as etablissement
    from rangs
)

select
    c,
    p,
    identifiant(c, 'contrat') as numero_contrat,
    etablissement,
    getvariable('debut') + debut as debut,
    -- the last month that is told is known to its end, and no further
    case when getvariable('debut') + cast(debut + duree - 1 as integer) <= getvariable('fin')
        then getvariable('debut') + cast(debut + duree - 1 as integer) end as fin,
    case when nature in ('02', '03', '10', '29')
        then getvariable('debut') + debut + duree - case when tirage(c, 'rompu') < 0.1 then -11 else 1 end
    end as fin_prevue,
    nature,
    case when nature = '90' then '93' when tirage(c, 'aide') < 0.02 then '41' else '99' end as dispositif,
    round(40 + 111.67 * tirage(c, 'quotite'), 2) as quotite,
    case when nature in ('01', '09') and tirage(c, 'mutation') < 0.02
        then cast(date_trunc('month', getvariable('debut') + debut + 70) as date) end as mutation
from natures;
"""


# a declaration bears the number of its establishment; that of a signal, the number of its contract after all of them
_DU_MOIS = """
create or replace temp table du_mois as
with ouverts as (
    select
        *,
        case when mutation <= getvariable('mois') then (etablissement + 1) % getvariable('etablissements')
            else etablissement end as etablissement_du_mois,
        p % 200 = 0 and getvariable('rang') < 5 as provisoire,
        coalesce(fin <= last_day(getvariable('mois')), false) as finit
    from contrats
    where debut <= last_day(getvariable('mois')) and (fin is null or fin >= getvariable('mois'))
)

select *, etablissement_du_mois as declaration, '01' as nature_declaration
from ouverts
union all
select *, cast(getvariable('etablissements') + c as integer) as declaration, '07' as nature_declaration
from ouverts
where finit and tirage(c, 'signal') < 0.1
order by declaration
"""

_QUI = "case when provisoire then identifiant(p, 'provisoire') else identifiant(p, 'personne') end as personne_id"
_LIGNE = "getvariable('mois') as mois, c as ligne, declaration"
_DECLARE = f"{_LIGNE}, {_QUI}, case when provisoire then 'ntt' else 'nir' end as methode_appariement"
_SIREN = "printf('%09d', etablissement_du_mois // 3)"

ENTITES = {
    "declaration": f"""
        select distinct
            getvariable('mois') as mois,
            declaration as ligne,
            declaration,
            nature_declaration as nature,
            '01' as type,
            '11' as fraction,
            101 as ordre,
            case nature_declaration when '01' then getvariable('mois') end as mois_principal,
            case nature_declaration when '01' then last_day(getvariable('mois')) + 5 else fin + 2 end
                as date_constitution,
            {_SIREN} as siren,
            printf('%05d', etablissement_du_mois) as nic,
            cle(etablissement_du_mois, 'cle etablissement') as cle_enregistrement,
            'P25V01' as norme
        from du_mois""",
    "contrat": f"""
        select
            {_DECLARE},
            c as contrat,
            debut,
            nature as nature_contrat,
            dispositif,
            numero_contrat,
            fin_prevue,
            151.67 as quotite_reference,
            quotite as quotite_contrat,
            '10' as modalite
        from du_mois""",
    "individu": f"""
        select {_DECLARE}, personnes.naissance_mois, personnes.sexe
        from du_mois
        inner join personnes using (p)""",
    # one row in twelve tells no hours: those the contract plans count then
    "activite": f"""
        select
            {_DECLARE},
            greatest(debut, getvariable('mois')) as debut,
            least(coalesce(fin, last_day(getvariable('mois'))), last_day(getvariable('mois'))) as fin,
            numero_contrat,
            '002' as type,
            '01' as activite,
            '10' as unite_mesure,
            round(quotite * (
                least(coalesce(fin, last_day(getvariable('mois'))), last_day(getvariable('mois')))
                - greatest(debut, getvariable('mois')) + 1
            ) / 30.4, 2) as mesure
        from du_mois
        where nature_declaration = '01' and entier(c, 'heures', 12) > 0""",
    "fin": f"""
        select
            {_DECLARE},
            c as contrat,
            fin,
            case when tirage(c, 'sortie') < 0.003 then parmi(['066', '038', '039'], c, 'motif de sortie')
                else parmi(['031', '031', '043', '059', '032', '998'], c, 'motif') end as fin_motif
        from du_mois
        where finit""",
    "changement": f"""
        select
            {_DECLARE},
            c as contrat,
            getvariable('mois') as date_changement,
            printf('%09d%05d', etablissement // 3, etablissement) as ancien_siret
        from du_mois
        where mutation = getvariable('mois') and nature_declaration = '01'""",
    "equivalence": """
        select
            getvariable('mois') as mois,
            min(c) as ligne,
            arg_min(declaration, c) as declaration,
            identifiant(p, 'personne') as personne_id,
            identifiant(p, 'provisoire') as ancienne_personne_id,
            getvariable('mois') as date_effet
        from du_mois
        where p % 200 = 0 and getvariable('rang') = 5 and nature_declaration = '01'
        group by p""",
    "personne": f"""
        select distinct
            getvariable('mois') as mois,
            p as ligne,
            {_QUI},
            case when provisoire then cle(p, 'cle provisoire')
                else personnes.cle_enregistrement end as cle_enregistrement,
            identifiant(p, 'suite') as suite,
            case when provisoire then 'ntt' else 'nir' end as identite_type,
            personnes.etat_civil_id
        from du_mois
        inner join personnes using (p)""",
}


def embaucher(sur: duckdb.DuckDBPyConnection, personnes: int) -> None:
    """Make the table `contrats`, one row per contract."""
    etablissements = max(personnes // PERSONNES_PAR_ETABLISSEMENT, 40)
    sur.execute(f"set variable etablissements = {etablissements}")
    sur.execute(_CONTRATS)


def declarer(sur: duckdb.DuckDBPyConnection, lac: Lac) -> None:
    """Write the DSN of every month, in the order of its declarations."""
    for rang, mois in sur.execute("select rang, mois from mois order by rang").fetchall():
        sur.execute(f"set variable rang = {rang}; set variable mois = date '{mois}'")
        sur.execute(_DU_MOIS)
        for entite, selection in ENTITES.items():
            lac.ecrire("dsn", entite, selection)
    sur.execute("drop table du_mois")
