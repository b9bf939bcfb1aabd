-- Deliveries that should be there and are not; and for the DSN, whose lots are national, a département of residence
-- where under 97 % of the contracts open at the end of a month are declared, or ended, in the next.
select distinct source, emetteur, mois
from {{ ref('livraisons_attendues') }}
where not recue
union
select 'dsn' as source, departement as emetteur, mois
from {{ ref('couverture_dsn') }}
where part_retrouvee < 0.97
