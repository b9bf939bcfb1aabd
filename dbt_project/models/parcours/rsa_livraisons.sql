-- The RSA files that came: without that of the month and département, nobody is known not to be under RSA.
select distinct emetteur as departement, mois
from {{ ref('stg_contexte__livraison') }}
where source = 'rsa'
