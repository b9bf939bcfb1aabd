{{ config(materialized='view') }}
select * from {{ contexte('annonce') }}
