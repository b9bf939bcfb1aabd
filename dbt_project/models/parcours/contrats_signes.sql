-- Contrats d'engagement that were signed, by the person the number leads to. Suspended, one is still in force; from the
-- day it is closed, it no longer is.
select
    numeros.personne_id,
    contrats.date_signature,
    contrats.date_cloture,
    contrats.heures_prevues
from {{ ref('stg_contrat_engagement__contrat') }} as contrats
inner join {{ ref('numeros_ft') }} as numeros using (numero_ft)
where contrats.date_signature <= {{ date_observation() }}
