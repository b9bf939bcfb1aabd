{{ config(
    materialized='external',
    location=maison() ~ '/indicateurs/objectifs.parquet',
    options={'compression': 'zstd'}
) }}
-- The targets in force, as their authors set them (indicators.md §3.22). How far each is, the release works out from
-- what it publishes: no exact figure comes near them.
select
    indicateur,
    territoire_niveau,
    territoire_code,
    dimension,
    modalite,
    periode_debut,
    periode_fin,
    valeur_initiale,
    valeur_cible,
    auteur,
    instrument,
    date_decision
from {{ ref('stg_objectif__objectif') }}
