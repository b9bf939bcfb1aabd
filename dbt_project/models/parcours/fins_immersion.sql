-- Immersions that ended in the month, of persons registered on their first day: one row per person and month, her last
-- end; she is where the registration of the first day says.
with immersions as (
    select
        numero_ft,
        date_debut as quand,
        date_fin as fin_immersion
    from {{ ref('stg_accompagnement__action') }}
    where statut = 'REALISEE' and type_action = 'IMMERSION' and date_fin <= {{ date_observation() }}
),

commencees as (
    {{ inscrits_ce_jour('immersions') }}
)

select
    * exclude (mois, age),
    {{ mois_de('fin_immersion') }} as mois,
    {{ age('naissance_mois', 'fin_immersion') }} as age
from commencees
qualify row_number() over (
    partition by personne_id, {{ mois_de('fin_immersion') }} order by fin_immersion desc, quand desc
) = 1
