-- How long from the start of a spell to its first decided orientation? A re-registration resumed in its former parcours
-- is oriented at day 0; who leaves first stays in the denominator (indicators.md §3.9).
with cohortes as (
    select * from {{ ref('entrees') }}
    where premiere_du_mois
),

decisions as (
    select
        cohortes.personne_id,
        cohortes.debut,
        min(
            case
                when orientations.date_decision >= cohortes.debut
                    then {{ jours_entre('cohortes.debut', 'orientations.date_decision') }}
                else 0
            end
        ) as jour
    from cohortes
    inner join {{ ref('orientations_decidees') }} as orientations using (personne_id)
    where
        (
            orientations.date_decision >= cohortes.debut
            and (cohortes.fin is null or orientations.date_decision <= cohortes.fin)
        )
        or (
            cohortes.type_inscription = 'reinscription'
            and orientations.date_decision < cohortes.debut
            and (orientations.date_sortie_parcours is null or orientations.date_sortie_parcours > cohortes.debut)
        )
    group by cohortes.personne_id, cohortes.debut
)

select
    indicateurs.indicateur,
    cohortes.mois,
    cohortes.lieu,
    cohortes.departement,
    cohortes.cle,
    cohortes.sexe,
    cohortes.tranche_age,
    cohortes.rsa,
    cohortes.type_inscription,
    true as au_denominateur,
    indicateurs.forme = 'part' and coalesce(decisions.jour <= indicateurs.horizon_jours, false) as au_numerateur,
    false as exclu,
    case
        when indicateurs.forme = 'mediane' and decisions.jour <= indicateurs.horizon_suivi_jours then decisions.jour
    end
        as jour
from cohortes
left join decisions using (personne_id, debut)
cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
where indicateurs.famille = 'orientation'
