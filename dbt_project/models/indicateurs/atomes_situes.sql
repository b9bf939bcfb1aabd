{{ config(materialized='view') }}
-- Atoms in each territory they count in, at the levels where their dimension is announced; départements whose files are
-- not all there are left out.
with niveaux as (
    select distinct indicateur, territoire_niveau, dimension
    from {{ ref('stg_contexte__annonce') }}
)

select
    atomes.* exclude (lieu, departement),
    liens.territoire_niveau,
    liens.territoire_code
from {{ ref('atomes') }} as atomes
inner join niveaux using (indicateur, dimension)
inner join {{ ref('lieu_territoire') }} as liens using (lieu, territoire_niveau)
left join {{ ref('departements_non_couverts') }} as absents
    on
        atomes.indicateur = absents.indicateur
        and atomes.mois = absents.mois
        and atomes.departement = absents.departement
        and absents.dimension = 'toutes'
where absents.indicateur is null and atomes.modalite is not null
