-- The modalities of a répartition share its whole: everybody is in one, and each has the same denominator.
select
    indicateur,
    periode_type,
    periode_debut,
    territoire_niveau,
    territoire_code
from {{ ref('cellules') }} as cellules
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs using (indicateur)
where indicateurs.famille = 'repartition'
group by all
having sum(cellules.numerateur) <> max(cellules.denominateur) or min(cellules.denominateur) <> max(cellules.denominateur)
