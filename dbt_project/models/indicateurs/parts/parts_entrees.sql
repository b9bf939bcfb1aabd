-- Every spell start counts, two in a month included.
select
    'entrees' as indicateur,
    mois,
    lieu,
    commune,
    departement,
    cle,
    {{ dites_par('entrees') }},
    true as au_denominateur,
    false as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from {{ ref('entrees') }} as entrees
