{{ config(materialized='view') }}
select * from {{ contexte('livraison') }}
