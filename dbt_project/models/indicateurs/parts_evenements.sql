-- What befell registered persons in the month: immersions begun, constraints found and lifted, acts of the regime of
-- jobseekers at their date of effect, reorientations. One row per person and month, her first (indicators.md §3.16 and
-- §3.17).
with evenements as (
    select
        'immersions' as indicateur,
        numero_ft,
        date_debut as quand
    from {{ ref('stg_accompagnement__action') }}
    where statut = 'REALISEE' and type_action = 'IMMERSION'
    union all
    select
        'contraintes_detectees' as indicateur,
        numero_ft,
        date_detection as quand
    from {{ ref('stg_diagnostic__contrainte') }}
    union all
    select
        'contraintes_levees' as indicateur,
        numero_ft,
        date_levee as quand
    from {{ ref('stg_diagnostic__contrainte') }}
    where date_levee <= {{ date_observation() }}
    union all
    select
        case nature_acte
            when 'REDUCTION' then 'reductions'
            when 'SUSPENSION' then 'suspensions'
            when 'SUPPRESSION' then 'suppressions'
            when 'REPRISE' then 'reprises'
        end as indicateur,
        numero_ft,
        date_effet as quand
    from {{ ref('stg_sanction__acte') }}
    where regime = 'DE' and nature_acte in ('REDUCTION', 'SUSPENSION', 'SUPPRESSION', 'REPRISE')
    union all
    select
        'reorientations' as indicateur,
        numero_ft,
        date_decision as quand
    from {{ ref('reorientations') }}
),

inscrits as (
    {{ inscrits_ce_jour('evenements') }}
),

premiers as (
    select *
    from inscrits
    qualify row_number() over (partition by indicateur, personne_id, mois order by quand) = 1
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
    false as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from premiers
