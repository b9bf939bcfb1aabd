-- How long from the start of a spell to its first decided orientation? A re-registration resumed in its former parcours
-- is oriented at day 0, or left out where the indicator says so; who leaves first stays in the denominator
-- (indicators.md §3.9).
with cohortes as (
    select
        entrees.*,
        coalesce(orientations.reconduite, false) as reconduite,
        case
            when orientations.reconduite then 0
            else {{ jours_entre('entrees.debut', 'orientations.premiere_decision') }}
        end as jours
    from {{ ref('entrees') }} as entrees
    left join {{ ref('orientation_spells') }} as orientations using (personne_id, debut)
    where entrees.premiere_du_mois
),

mesurees as (
    select
        cohortes.*,
        indicateurs.indicateur,
        indicateurs.forme,
        indicateurs.horizon_jours,
        indicateurs.horizon_suivi_jours,
        indicateurs.indicateur = 'part_orientes_30j_hors_reconduite' and cohortes.reconduite as exclu
    from cohortes
    cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
    where indicateurs.famille = 'orientation'
)

select
    indicateur,
    mois,
    lieu,
    commune,
    departement,
    cle,
    {{ dites_par('mesurees') }},
    not exclu as au_denominateur,
    not exclu and forme = 'part' and coalesce(jours <= horizon_jours, false) as au_numerateur,
    exclu,
    case when forme = 'mediane' and jours <= horizon_suivi_jours then jours end as jour
from mesurees
