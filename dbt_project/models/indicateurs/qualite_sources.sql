{{ config(
    materialized='external',
    location=maison() ~ '/indicateurs/qualite_sources.parquet',
    options={'compression': 'zstd'}
) }}
-- How good each source is (indicators.md §3.23), exact: the deliveries that came, by sender; how long ago what it tells
-- ends; the units refused; the rows that lead to somebody, by what says who they are about.
with par_emetteur as (
    select
        source,
        case when emetteur = 'FR' then 'national' else 'departement' end as territoire_niveau,
        emetteur as territoire_code,
        count(*) filter (where recue) as numerateur,
        count(*) as denominateur
    from {{ ref('livraisons_attendues') }}
    group by source, emetteur
),

couvertures as (
    select * from par_emetteur
    union all
    select
        source,
        'national' as territoire_niveau,
        'FR' as territoire_code,
        sum(numerateur) as numerateur,
        sum(denominateur) as denominateur
    from par_emetteur
    where territoire_niveau = 'departement'
    group by source
),

refus as (
    select
        source,
        sum(quarantaine) as numerateur,
        sum(unites_recues) as denominateur,
        {{ somme_cle('cle_quarantaine', 'quarantaine > 0') }} as cle_numerateur,
        {{ somme_cle('cle_recues', 'unites_recues > 0') }} as cle_denominateur
    from {{ ref('stg_contexte__reception') }}
    group by source
),

appariements as (
    select
        source,
        coalesce(methode, 'ensemble') as modalite,
        sum(appariees) as numerateur,
        sum(lignes) as denominateur,
        {{ somme_cle('cle_appariees') }} as cle_numerateur,
        {{ somme_cle('cle') }} as cle_denominateur
    from {{ ref('appariement') }}
    group by grouping sets ((source), (source, methode))
),

mesures as (
    select
        source,
        'couverture_source' as mesure,
        territoire_niveau,
        territoire_code,
        'ensemble' as modalite,
        'livraisons' as unite,
        numerateur,
        denominateur,
        null as jours,
        0 as cle_numerateur,
        0 as cle_denominateur
    from couvertures
    union all
    select
        source,
        'taux_quarantaine' as mesure,
        'national' as territoire_niveau,
        'FR' as territoire_code,
        'ensemble' as modalite,
        'unites' as unite,
        numerateur,
        denominateur,
        null as jours,
        cle_numerateur,
        cle_denominateur
    from refus
    union all
    select
        source,
        'taux_appariement' as mesure,
        'national' as territoire_niveau,
        'FR' as territoire_code,
        modalite,
        'lignes' as unite,
        numerateur,
        denominateur,
        null as jours,
        cle_numerateur,
        cle_denominateur
    from appariements
    union all
    select
        source,
        'fraicheur_source' as mesure,
        'national' as territoire_niveau,
        'FR' as territoire_code,
        'ensemble' as modalite,
        'jours' as unite,
        null as numerateur,
        null as denominateur,
        {{ jours_entre('connu_jusqua', date_observation()) }} as jours,
        0 as cle_numerateur,
        0 as cle_denominateur
    from {{ ref('mois_observes') }}
)

select
    source,
    mesure,
    territoire_niveau,
    territoire_code,
    modalite,
    unite,
    cast(numerateur as bigint) as numerateur,
    cast(denominateur as bigint) as denominateur,
    cast(jours as bigint) as jours,
    cast(cle_numerateur as bigint) as cle_numerateur,
    cast(cle_denominateur as bigint) as cle_denominateur
from mesures
