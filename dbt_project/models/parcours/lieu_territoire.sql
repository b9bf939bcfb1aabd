-- The territories each place counts in. Every level is aggregated from here, never from another level.
-- An unknown commune counts in the nation and in the sender's département, never below; 975 to 989 count nowhere.
-- The place of a commune told by itself is in that commune alone: other levels have counted it already.
with departements as (
    select territoire_code
    from {{ ref('stg_contexte__territoire') }}
    where territoire_niveau = 'departement'
),

inconnus as (
    select '?' || territoire_code as lieu, 'departement' as territoire_niveau, territoire_code
    from departements
    union all
    select '?' || territoire_code as lieu, 'national' as territoire_niveau, 'FR' as territoire_code
    from departements
    union all
    select '?FR' as lieu, 'national' as territoire_niveau, 'FR' as territoire_code
)

select
    case when territoire_niveau = 'commune' then {{ lieu_de_la_commune('commune') }} else commune end as lieu,
    territoire_niveau,
    territoire_code
from {{ ref('stg_contexte__commune_territoire') }}
union all
select lieu, territoire_niveau, territoire_code
from inconnus
