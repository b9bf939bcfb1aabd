{{ config(materialized='view') }}
select * from {{ contexte('observation') }}
