-- A dimension announced that the SQL does not group by would be a grid of zeros.
with presents as (
    select distinct indicateur, dimension
    from {{ ref('atomes') }}
)

select distinct
    annonces.indicateur,
    annonces.dimension
from {{ ref('stg_contexte__annonce') }} as annonces
left join presents using (indicateur, dimension)
where
    presents.dimension is null
    and annonces.indicateur in (select indicateur from presents)
