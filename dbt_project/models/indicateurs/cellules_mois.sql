-- Exact sums of each month by territory.
select
    indicateur,
    territoire_niveau,
    territoire_code,
    dimension,
    modalite,
    mois,
    {{ sommes() }}
from {{ ref('atomes_situes') }}
group by indicateur, territoire_niveau, territoire_code, dimension, modalite, mois
