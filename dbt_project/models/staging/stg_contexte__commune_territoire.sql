{{ config(materialized='view') }}
select * from {{ contexte('commune_territoire') }}
