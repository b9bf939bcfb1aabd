-- Where a unit counts: any code of a commune, old or current, leads to its place; a place leads to its territories.
-- A person whose commune is unknown has the place `?` followed by the sender's département.
with codes as (
    select commune as code, commune from {{ ref('stg_contexte__commune') }}
    union all
    select ancienne as code, commune from {{ ref('stg_contexte__commune_passage') }}
)

select
    codes.code,
    codes.commune as lieu,
    communes.departement
from codes
inner join {{ ref('stg_contexte__commune') }} as communes using (commune)
