{{ config(materialized='view') }}
select * from {{ contexte('source') }}
