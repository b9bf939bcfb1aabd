-- Orientations decided and accepted, by the person the number leads to.
select
    numeros.personne_id,
    numeros.numero_ft,
    orientations.date_decision,
    orientations.parcours,
    orientations.organisme_decision,
    orientations.date_sortie_parcours
from {{ ref('stg_orientation__orientation') }} as orientations
inner join {{ ref('numeros_ft') }} as numeros using (numero_ft)
where
    orientations.statut = 'DECIDE'
    and orientations.etat_decision = 'ACCEPTEE'
    and orientations.date_decision <= {{ date_observation() }}
