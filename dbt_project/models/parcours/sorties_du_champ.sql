-- Death and retirement, as the sources date them: ends of contract 066, 038, 039; cessation 05.
select personne_id, fin as date_sortie
from {{ ref('stg_dsn__fin') }}
where fin_motif in ('066', '038', '039')
union
select personne_id, date_cessation as date_sortie
from {{ ref('stg_inscription__cessation') }}
where motif_cessation = '05'
