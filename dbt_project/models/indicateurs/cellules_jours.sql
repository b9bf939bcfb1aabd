{{ config(materialized='par_niveau') }}
-- depends_on: {{ ref('stg_contexte__annonce') }} (its levels)
-- Of each month by territory, how many had the event on each day; on none (null), who has not had it. Of medians alone.
select
    atomes.indicateur,
    atomes.territoire_niveau,
    atomes.territoire_code,
    atomes.dimension,
    atomes.modalite,
    atomes.mois,
    atomes.jour,
    cast(sum(atomes.denominateur) as bigint) as evenements
from {{ ref('atomes_situes') }} as atomes
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs using (indicateur)
where indicateurs.forme = 'mediane' and {{ du_niveau('atomes.territoire_niveau') }}
group by
    atomes.indicateur,
    atomes.territoire_niveau,
    atomes.territoire_code,
    atomes.dimension,
    atomes.modalite,
    atomes.mois,
    atomes.jour
