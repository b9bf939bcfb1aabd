-- For how many days has who is registered at month end been so? The days are put on the grid they are published on: the
-- published median is the same, and a stock of millions has fewer days to keep.
with anciennetes as (
    select
        inscrits.*,
        indicateurs.indicateur,
        indicateurs.horizon_suivi_jours,
        {{ jours_entre('inscrits.spell_debut', dernier_jour('inscrits.mois')) }} as jours
    from {{ ref('inscrits_fin_de_mois') }} as inscrits
    cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
    where indicateurs.famille = 'anciennete'
)

select
    indicateur,
    mois,
    lieu,
    departement,
    cle,
    sexe,
    tranche_age,
    true as au_denominateur,
    false as au_numerateur,
    false as exclu,
    case when jours <= horizon_suivi_jours then {{ jour_publie('jours') }} end as jour
from anciennetes
