-- Territories that lose some of their population to the départements left out. Above 2 %, their value would not be
-- theirs (`non_couvert`); below, it is published and stays provisional.
with habitants as (
    select
        liens.territoire_niveau,
        liens.territoire_code,
        communes.departement,
        sum(communes.population) as population
    from {{ ref('stg_contexte__commune_territoire') }} as liens
    inner join {{ ref('stg_contexte__commune') }} as communes using (commune)
    group by liens.territoire_niveau, liens.territoire_code, communes.departement
),

totaux as (
    select territoire_niveau, territoire_code, sum(population) as population
    from habitants
    group by territoire_niveau, territoire_code
)

select
    absents.indicateur,
    absents.mois,
    absents.dimension,
    habitants.territoire_niveau,
    habitants.territoire_code,
    sum(habitants.population) > 0.02 * totaux.population as non_couvert
from {{ ref('departements_non_couverts') }} as absents
inner join habitants using (departement)
inner join totaux using (territoire_niveau, territoire_code)
group by
    absents.indicateur,
    absents.mois,
    absents.dimension,
    habitants.territoire_niveau,
    habitants.territoire_code,
    totaux.population
