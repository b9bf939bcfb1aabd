{{ config(materialized='view') }}
select * from {{ contexte('territoire') }}
