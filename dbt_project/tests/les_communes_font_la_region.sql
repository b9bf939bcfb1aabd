-- Whoever counts in a région counts in one of its communes: counts and keys of the communes add up to the région's. (In
-- France and in a département, those whose commune is unknown count too.)
with communes as (
    select
        cellules.indicateur,
        cellules.mois,
        liens.territoire_code,
        {{ sommes() }}
    from {{ ref('cellules_mois') }} as cellules
    inner join {{ ref('stg_contexte__commune_territoire') }} as liens on cellules.territoire_code = liens.commune
    where cellules.territoire_niveau = 'commune' and liens.territoire_niveau = 'region'
    group by cellules.indicateur, cellules.mois, liens.territoire_code
),

regions as (
    select *
    from {{ ref('cellules_mois') }}
    where
        territoire_niveau = 'region'
        and dimension = 'ensemble'
        and indicateur in (select distinct indicateur from communes)
)

select regions.*
from regions
left join communes using (indicateur, mois, territoire_code)
where
    (regions.numerateur, regions.denominateur, regions.exclus)
    is distinct from (communes.numerateur, communes.denominateur, communes.exclus)
    or regions.cle_denominateur is distinct from communes.cle_denominateur
