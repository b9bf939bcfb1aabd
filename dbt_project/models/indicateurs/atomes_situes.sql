{{ config(materialized='view') }}
-- Atoms in each territory they count in.
{{ situes(ref('atomes')) }}
