-- Each unit has one modality of each dimension and crossing: the counts of a dimension add up to « ensemble », everywhere
-- (« public » and « contrainte » apart, whose modalities are not exclusive; surveys, which ask persons whose sex is not
-- known, and posts that are not salaried).
with totaux as (
    select
        indicateur,
        mois,
        territoire_niveau,
        territoire_code,
        dimension,
        sum(denominateur) as denominateur,
        sum(numerateur) as numerateur
    from {{ ref('cellules_mois') }}
    group by all
)

select parties.*
from totaux as parties
inner join totaux as ensembles using (indicateur, mois, territoire_niveau, territoire_code)
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs using (indicateur)
where
    ensembles.dimension = 'ensemble'
    and parties.dimension not in ('public', 'contrainte')
    and indicateurs.famille not in ('satisfaction', 'postes')
    and (parties.denominateur, parties.numerateur) <> (ensembles.denominateur, ensembles.numerateur)
