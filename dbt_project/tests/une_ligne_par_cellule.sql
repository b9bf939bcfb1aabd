-- A key of the grid names one cell.
select
    indicateur,
    periode_type,
    periode_debut,
    territoire_niveau,
    territoire_code,
    dimension,
    modalite
from {{ ref('cellules') }}
group by all
having count(*) > 1
