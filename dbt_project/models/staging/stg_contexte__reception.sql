{{ config(materialized='view') }}
select * from {{ contexte('reception') }}
where date_reception <= {{ date_observation() }}
