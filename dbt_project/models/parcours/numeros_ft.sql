-- The person each France Travail number leads to: the one of its latest registration record.
select
    numero_ft,
    personne_id
from {{ ref('stg_inscription__inscription') }}
qualify row_number() over (
    partition by numero_ft order by date_extraction desc, date_reception desc, fichier desc, ligne desc
) = 1
