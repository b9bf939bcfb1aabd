-- A part never exceeds its whole (what is told for 1,000 is no part of it), and a count never comes without its
-- key.
select cellules.*
from {{ ref('cellules') }} as cellules
left join {{ ref('stg_contexte__indicateur') }} as indicateurs using (indicateur)
where
    (cellules.numerateur > cellules.denominateur and indicateurs.unite <> 'pour_1000')
    or (cellules.denominateur = 0) <> (cellules.cle_denominateur = 0)
