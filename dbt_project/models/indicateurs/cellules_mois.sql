{{ config(materialized='par_niveau') }}
-- depends_on: {{ ref('stg_contexte__annonce') }} (its levels)
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
where {{ du_niveau('territoire_niveau') }}
group by indicateur, territoire_niveau, territoire_code, dimension, modalite, mois
