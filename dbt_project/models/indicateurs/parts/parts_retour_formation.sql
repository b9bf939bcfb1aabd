-- Trainings that ended in the month, by their term or by abandon: did a job that counts begin within the window? One
-- row per person and month, her last end (indicators.md §3.4).
with fins as (
    select *
    from {{ ref('fins_formation') }}
),

connues as (
    {{ avec_rsa('fins') }}
),

decrites as (
    {{ decrites('connues') }}
),

issues as (
    {{ retours_apres('decrites', 'fin_formation', 'retour_formation') }}
)

select
    indicateur,
    mois,
    lieu,
    departement,
    cle,
    {{ dites_par('issues') }},
    {{ type_formation('dispositif') }} as type_formation,
    {{ financeur('financeurs') }} as financeur,
    au_denominateur,
    au_numerateur,
    exclu,
    cast(null as integer) as jour
from issues
