-- Orientations decided and accepted, by the person the number leads to.
with numeros as (
    select numero_ft, personne_id
    from {{ ref('stg_inscription__inscription') }}
    qualify row_number() over (
        partition by numero_ft order by date_extraction desc, date_reception desc, fichier desc, ligne desc
    ) = 1
)

select
    numeros.personne_id,
    orientations.date_decision,
    orientations.date_sortie_parcours
from {{ ref('stg_orientation__orientation') }} as orientations
inner join numeros using (numero_ft)
where
    orientations.statut = 'DECIDE'
    and orientations.etat_decision = 'ACCEPTEE'
    and orientations.date_decision <= {{ date_observation() }}
