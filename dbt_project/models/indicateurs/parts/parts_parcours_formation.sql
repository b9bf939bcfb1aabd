-- Steps of trainings of who was registered that day, as the official follow-up tells them: who decides to enter one,
-- and how long until she does; who enters (on her own account with the CPF, she is left out), and whether it prepares
-- a hiring; who comes out, at the term or before. One row per person and month, her first; entries are each counted
-- for their type.
with evenements as (
    select
        personne_id,
        session,
        date_evenement as quand,
        type_formation,
        case evenement
            when 'INSCRIPTION' then 'decision'
            when 'ENTREE' then 'entree'
            when 'SORTIE' then 'sortie'
            when 'ABANDON' then 'sortie'
        end as etape
    from {{ ref('stg_agora__evenement') }}
    where evenement <> 'ENTREE' or not cpf_autonome
),

-- a decision may lead to any entry of the session, hers alone included
entrees as (
    select
        personne_id,
        session,
        date_evenement
    from {{ ref('stg_agora__evenement') }}
    where evenement = 'ENTREE'
),

inscrits as (
    {{ personnes_inscrites_ce_jour('evenements') }}
),

ranges as (
    select
        *,
        row_number() over (partition by personne_id, etape, mois order by quand asc, session asc) as rang
    from inscrits
),

concernes as (
    select
        ranges.*,
        indicateurs.indicateur,
        indicateurs.horizon_suivi_jours
    from ranges
    inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
        on
            case indicateurs.indicateur
                when 'entrants_formation_rpe' then ranges.etape = 'entree' and ranges.rang = 1
                when 'part_preembauche' then ranges.etape = 'entree'
                when 'sortants_formation_rpe' then ranges.etape = 'sortie' and ranges.rang = 1
                when 'delai_decision_entree_median' then ranges.etape = 'decision' and ranges.rang = 1
            end
    where indicateurs.famille = 'parcours_formation'
),

delais as (
    select
        concernes.personne_id,
        concernes.session,
        concernes.quand,
        min({{ jours_entre('concernes.quand', 'entrees.date_evenement') }}) as jours
    from concernes
    inner join entrees using (personne_id, session)
    where concernes.etape = 'decision' and entrees.date_evenement >= concernes.quand
    group by concernes.personne_id, concernes.session, concernes.quand
)

select
    concernes.indicateur,
    concernes.mois,
    concernes.lieu,
    concernes.departement,
    concernes.cle,
    concernes.sexe,
    {{ tranche_age('concernes.age') }} as tranche_age,
    true as au_denominateur,
    concernes.indicateur = 'part_preembauche'
    and concernes.type_formation in ('POEC', 'POEI', 'AFPR') as au_numerateur,
    false as exclu,
    -- a decision alone has a delay, though another step of hers may be of that day and session
    case
        when concernes.etape = 'decision' and delais.jours <= concernes.horizon_suivi_jours then delais.jours
    end as jour
from concernes
left join delais using (personne_id, session, quand)
