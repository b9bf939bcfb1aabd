-- A part never exceeds its whole, and a count never comes without its key.
select *
from {{ ref('cellules') }}
where
    numerateur > denominateur
    or (denominateur = 0) <> (cle_denominateur = 0)
