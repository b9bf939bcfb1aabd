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
where indicateurs.forme = 'mediane'
group by
    atomes.indicateur,
    atomes.territoire_niveau,
    atomes.territoire_code,
    atomes.dimension,
    atomes.modalite,
    atomes.mois,
    atomes.jour
