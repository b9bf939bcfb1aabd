{{ config(materialized='view') }}
select * from {{ contexte('rupture') }}
