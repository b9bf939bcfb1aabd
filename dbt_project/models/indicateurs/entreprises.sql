{{ config(materialized='par_niveau') }}
-- depends_on: {{ ref('stg_contexte__annonce') }} (its levels)
-- Of each cell about posts or establishments, its units, how many enterprises they belong to, and how many the largest
-- has. Units of an enterprise that is not known are of none: they never help to make three, nor are they the largest.
{% set cle = 'indicateur, periode_type, periode_debut, territoire_niveau, territoire_code, dimension, modalite' %}
with situes as (
    select *
    from (
        {{ situes(ref('atomes_entreprises')) }}
    ) as places
),

par_entreprise as (
    select
        {{ cle }},
        situes.siren,
        sum(situes.unites) as unites
    from situes
    inner join {{ ref('periodes') }} using (indicateur, mois)
    inner join {{ ref('stg_contexte__annonce') }}
        using (indicateur, periode_type, territoire_niveau, dimension, modalite)
    where situes.unites > 0 and {{ a_sa_place('periode_debut', 'pas_mois') }} and {{ du_niveau('territoire_niveau') }}
    group by {{ cle }}, situes.siren
)

select
    {{ cle }},
    cast(sum(unites) as bigint) as unites,
    count(siren) as entreprises,
    cast(coalesce(max(case when siren is not null then unites end), 0) as bigint) as premiere_entreprise
from par_entreprise
group by {{ cle }}
