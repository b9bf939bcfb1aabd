-- Registered persons on whom a suspension, a suppression or a reduction takes effect in the month (regime of
-- jobseekers): one row per person and month, her first act.
with actes as (
    select
        numero_ft,
        date_effet as quand
    from {{ ref('stg_sanction__acte') }}
    where regime = 'DE' and nature_acte in ('REDUCTION', 'SUSPENSION', 'SUPPRESSION')
),

inscrits as (
    {{ inscrits_ce_jour('actes') }}
)

select *
from inscrits
qualify row_number() over (partition by personne_id, mois order by quand) = 1
