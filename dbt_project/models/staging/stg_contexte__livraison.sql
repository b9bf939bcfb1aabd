-- Who delivered which month and when. A file named for a month that was not over when it came delivers nothing.
{{ config(materialized='view') }}
select *
from {{ contexte('livraison') }}
where date_reception > {{ dernier_jour('mois') }} and date_reception <= {{ date_observation() }}
