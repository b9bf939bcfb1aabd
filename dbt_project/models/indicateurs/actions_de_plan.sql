{{ config(
    materialized='external',
    location=maison() ~ '/indicateurs/actions_de_plan.parquet',
    options={'compression': 'zstd'}
) }}
-- Where the plans stand, by territory and theme (indicators.md §3.22): what is open, done, late, without news for 30
-- days, and the steps of what was not given up.
with actions as (
    select
        *,
        statut in ('A_FAIRE', 'EN_COURS') as ouverte
    from {{ ref('stg_plan_action__action_de_plan') }}
)

select
    territoire_niveau,
    territoire_code,
    theme,
    count(*) filter (where ouverte) as ouvertes,
    count(*) filter (where statut = 'FAITE') as faites,
    count(*) filter (where statut = 'ABANDONNEE') as abandonnees,
    count(*) filter (where ouverte and echeance < {{ date_observation() }}) as en_retard,
    count(*) filter (
        where ouverte and {{ jours_entre('date_mise_a_jour', date_observation()) }} > 30
    ) as sans_nouvelles,
    cast(coalesce(sum(etapes) filter (where statut <> 'ABANDONNEE'), 0) as bigint) as etapes,
    cast(coalesce(sum(etapes_faites) filter (where statut <> 'ABANDONNEE'), 0) as bigint) as etapes_faites
from actions
group by territoire_niveau, territoire_code, theme
