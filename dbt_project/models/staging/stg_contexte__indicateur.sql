{{ config(materialized='view') }}
select * from {{ contexte('indicateur') }}
