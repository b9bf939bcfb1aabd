-- Who delivered which month and when. A file named for a month that was not over when it came delivers nothing; nor
-- does the MSA's alone, since most households of a département are with the Caf.
{{ config(materialized='view') }}
with des_caf as (
    select
        fichier,
        date_reception,
        bool_or(organisme = 'CAF') as de_la_caf
    from {{ ref('stg_rsa__fichier') }}
    group by fichier, date_reception
)

select livraisons.*
from {{ contexte('livraison') }} as livraisons
left join des_caf using (fichier, date_reception)
where
    livraisons.date_reception > {{ dernier_jour('livraisons.mois') }}
    and livraisons.date_reception <= {{ date_observation() }}
    and (livraisons.source <> 'rsa' or coalesce(des_caf.de_la_caf, true))
