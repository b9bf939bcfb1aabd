-- What befell registered persons in the month: immersions begun, constraints found and lifted, breaches and acts of
-- the regime of jobseekers at their date of effect, controls closed, reorientations. One row per person and month, her
-- first (indicators.md §3.16 and §3.17).
with evenements as (
    select
        'immersions' as indicateur,
        numero_ft,
        date_debut as quand,
        false as sanctionne
    from {{ ref('stg_accompagnement__action') }}
    where statut = 'REALISEE' and type_action = 'IMMERSION'
    union all
    select
        'contraintes_detectees' as indicateur,
        numero_ft,
        date_detection as quand,
        false as sanctionne
    from {{ ref('stg_diagnostic__contrainte') }}
    union all
    select
        'contraintes_levees' as indicateur,
        numero_ft,
        date_levee as quand,
        false as sanctionne
    from {{ ref('stg_diagnostic__contrainte') }}
    where date_levee <= {{ date_observation() }}
    union all
    select
        case nature_acte
            when 'REDUCTION' then 'reductions'
            when 'SUSPENSION' then 'suspensions'
            when 'SUPPRESSION' then 'suppressions'
            when 'REPRISE' then 'reprises'
            when 'MANQUEMENT' then 'manquements'
        end as indicateur,
        numero_ft,
        date_effet as quand,
        false as sanctionne
    from {{ ref('stg_sanction__acte') }}
    where regime = 'DE' and nature_acte in ('REDUCTION', 'SUSPENSION', 'SUPPRESSION', 'REPRISE', 'MANQUEMENT')
    union all
    select
        'reorientations' as indicateur,
        numero_ft,
        date_decision as quand,
        false as sanctionne
    from {{ ref('reorientations') }}
    union all
    select
        'controles' as indicateur,
        numero_ft,
        date_cloture as quand,
        false as sanctionne
    from {{ ref('stg_sanction__controle') }}
    union all
    select
        'part_controles_sanction' as indicateur,
        numero_ft,
        date_cloture as quand,
        suite_donnee = 'SANCTION' as sanctionne
    from {{ ref('stg_sanction__controle') }}
),

inscrits as (
    {{ inscrits_ce_jour('evenements') }}
),

premiers as (
    select *
    from inscrits
    qualify row_number() over (partition by indicateur, personne_id, mois order by quand asc, sanctionne desc) = 1
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
    sanctionne as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from premiers
