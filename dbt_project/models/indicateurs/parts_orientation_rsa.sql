-- How long from the day a person enters rights and duties to her first decided orientation? One decided before and
-- still in force is day 0; who is not registered has none, and stays in the denominator. To her first appointment of
-- support that was kept? To her first appointment of any kind, kept or not?
with orientees as (
    select
        entrees.personne_id,
        entrees.debut,
        min(greatest(orientations.date_decision, entrees.debut)) as orientee_le
    from {{ ref('entrees_devoirs') }} as entrees
    inner join {{ ref('orientations_decidees') }} as orientations using (personne_id)
    where
        orientations.date_decision >= entrees.debut
        or orientations.date_sortie_parcours is null
        or orientations.date_sortie_parcours > entrees.debut
    group by entrees.personne_id, entrees.debut
),

rendez_vous as (
    select
        entrees.personne_id,
        entrees.debut,
        min(rendez_vous.date_rendez_vous) filter (where rendez_vous.statut = 'PRIS') as convoquee_le,
        min(rendez_vous.date_rendez_vous) filter (
            where rendez_vous.motif_rendez_vous = 'ACC' and rendez_vous.issue = 'HONORE'
        ) as recue_le
    from {{ ref('entrees_devoirs') }} as entrees
    inner join {{ ref('numeros_ft') }} as numeros using (personne_id)
    inner join {{ ref('stg_rendez_vous__rendez_vous') }} as rendez_vous using (numero_ft)
    where rendez_vous.date_rendez_vous >= entrees.debut
    group by entrees.personne_id, entrees.debut
),

mesurees as (
    select
        entrees.*,
        indicateurs.indicateur,
        indicateurs.forme,
        indicateurs.horizon_jours,
        indicateurs.horizon_suivi_jours,
        case indicateurs.indicateur
            when 'delai_referent_rsa_median' then {{ jours_entre('entrees.debut', 'rendez_vous.recue_le') }}
            when 'part_convoques_15j_rsa' then {{ jours_entre('entrees.debut', 'rendez_vous.convoquee_le') }}
            else {{ jours_entre('entrees.debut', 'orientees.orientee_le') }}
        end as jours
    from {{ ref('entrees_devoirs') }} as entrees
    left join orientees using (personne_id, debut)
    left join rendez_vous using (personne_id, debut)
    cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
    where indicateurs.famille = 'orientation_rsa'
)

select
    indicateur,
    mois,
    lieu,
    departement,
    cle,
    sexe,
    {{ tranche_age('age') }} as tranche_age,
    true as au_denominateur,
    forme = 'part' and coalesce(jours <= horizon_jours, false) as au_numerateur,
    false as exclu,
    case when forme = 'mediane' and jours <= horizon_suivi_jours then jours end as jour
from mesurees
