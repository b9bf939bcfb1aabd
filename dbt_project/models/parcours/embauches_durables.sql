-- Establishments that begin a durable job in a month: the first contract of a spell, without term or planned for six
-- months. One that follows another, in the same enterprise or by a transfer, is no hiring; temp work never is.
select distinct
    siret,
    {{ mois_de('debut') }} as mois
from {{ ref('emploi_maillons') }}
where debut = spell_debut and durable and classe <> 'interim'
