-- Where a unit counts: any code of a commune, old or current, leads to its place; a place leads to its territories.
-- Communes that count in the same territories are one place, named by the first of them: 1,500 instead of 35,000, and
-- as many fewer atoms. A person whose commune is unknown has the place `?` followed by the sender's département. A
-- commune that is told by itself is a place more, `=` followed by its code (macro `par_commune`).
with codes as (
    select commune as code, commune from {{ ref('stg_contexte__commune') }}
    union all
    select ancienne as code, commune from {{ ref('stg_contexte__commune_passage') }}
),

appartenances as (
    select
        commune,
        {{ liste("territoire_niveau || ' ' || territoire_code", "territoire_niveau || ' ' || territoire_code") }}
            as territoires
    from {{ ref('stg_contexte__commune_territoire') }}
    where territoire_niveau <> 'commune'
    group by commune
),

places as (
    select
        commune,
        min(commune) over (partition by territoires) as lieu
    from appartenances
)

select
    codes.code,
    -- one that counts nowhere is its own place
    coalesce(places.lieu, codes.commune) as lieu,
    codes.commune,
    communes.departement
from codes
inner join {{ ref('stg_contexte__commune') }} as communes using (commune)
left join places using (commune)
