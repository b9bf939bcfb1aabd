-- How long from the start of a spell to what starts the support: the first action, the first diagnosis, the first
-- contrat d'engagement? Who leaves first stays in the denominator (indicators.md §3.10 and §3.11).
with cohortes as (
    select
        entrees.*,
        indicateurs.indicateur,
        indicateurs.forme,
        indicateurs.horizon_jours,
        indicateurs.horizon_suivi_jours,
        case indicateurs.indicateur
            when 'delai_diagnostic_median' then spells.premier_diagnostic
            when 'delai_contrat_engagement_median' then spells.premiere_signature
            else spells.premiere_action
        end as evenement
    from {{ ref('entrees') }} as entrees
    left join {{ ref('accompagnement_spells') }} as spells using (personne_id, debut)
    cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
    where entrees.premiere_du_mois and indicateurs.famille = 'accompagnement'
),

mesurees as (
    select
        *,
        {{ jours_entre('debut', 'evenement') }} as jours
    from cohortes
)

select
    indicateur,
    mois,
    lieu,
    departement,
    cle,
    {{ dites_par('mesurees') }},
    true as au_denominateur,
    forme = 'part' and coalesce(jours <= horizon_jours, false) as au_numerateur,
    false as exclu,
    case when forme = 'mediane' and jours <= horizon_suivi_jours then jours end as jour
from mesurees
