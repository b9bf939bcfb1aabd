{{ config(materialized='par_niveau') }}
-- The median of each delay: the smallest day by which half of all who entered have had the event, read within the
-- shortest follow-up of the period (indicators.md §2, Delays without survivor bias).
{% set cle = 'indicateur, periode_type, periode_debut, territoire_niveau, territoire_code, dimension, modalite' %}
with suivis as (
    select
        periodes.indicateur,
        periodes.periode_type,
        periodes.periode_debut,
        min(calendrier.suivi) as suivi
    from {{ ref('periodes') }} as periodes
    inner join {{ ref('calendrier') }} as calendrier using (indicateur, mois)
    where calendrier.forme = 'mediane'
    group by periodes.indicateur, periodes.periode_type, periodes.periode_debut
),

par_jour as (
    select
        {{ cle }},
        cellules.jour,
        suivis.suivi,
        sum(cellules.evenements) as evenements
    from {{ ref('cellules_jours') }} as cellules
    inner join {{ ref('periodes') }} as periodes using (indicateur, mois)
    inner join suivis using (indicateur, periode_type, periode_debut)
    inner join {{ ref('stg_contexte__annonce') }}
        using (indicateur, periode_type, territoire_niveau, dimension, modalite)
    where {{ a_sa_place('periode_debut', 'pas_mois') }} and {{ du_niveau('territoire_niveau') }}
    group by {{ cle }}, cellules.jour, suivis.suivi
),

cumules as (
    select
        *,
        -- who has had no event yet (no day) is among those who entered
        sum(evenements) over (partition by {{ cle }}) as entres,
        sum(evenements) over (partition by {{ cle }} order by jour nulls last) as cumul
    from par_jour
)

select
    {{ cle }},
    min(case when 2 * cumul >= entres then jour end) as mediane,
    {{ liste('jour', 'jour') }} as jours,
    {{ liste('cast(cumul as bigint)', 'jour') }} as cumuls
from cumules
where jour <= suivi
group by {{ cle }}
