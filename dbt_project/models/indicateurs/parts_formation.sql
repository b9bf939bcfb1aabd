-- Registered persons who entered a training in the month: one row per person and month, her first entry.
with entrees as (
    select
        numero_ft,
        date_entree as quand
    from {{ ref('stg_formation__formation') }}
    where date_entree <= {{ date_observation() }}
),

inscrites as (
    {{ inscrits_ce_jour('entrees') }}
),

premieres as (
    select *
    from inscrites
    qualify row_number() over (partition by personne_id, mois order by quand) = 1
),

connues as (
    {{ avec_rsa('premieres') }}
),

decrites as (
    {{ decrites('connues') }}
)

select
    'entrees_formation' as indicateur,
    mois,
    lieu,
    departement,
    cle,
    {{ dites_par('decrites') }},
    true as au_denominateur,
    false as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from decrites
