{{ config(materialized='view') }}
select * from {{ contexte('commune_passage') }}
