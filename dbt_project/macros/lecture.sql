{# Where staging reads: the lake, and the context beside it. #}

{% macro maison() -%}
{{ env_var('PILOTAGE_HOME', 'donnees') }}/interne
{%- endmacro %}

{# Landed rows of an entity that were received by the date of observation; `_sources.yml` says where they are. #}
{% macro lac(origine, entite) -%}
(
    select *
    from {{ source(origine, entite) }}
    where date_reception <= {{ date_observation() }}
)
{%- endmacro %}

{% macro contexte(table) -%}
{{ fichiers_parquet(maison() ~ '/contexte/' ~ table ~ '.parquet') }}
{%- endmacro %}

{% macro date_observation() -%}
(select date_observation from {{ contexte('observation') }})
{%- endmacro %}

{% macro fichiers_parquet(motif) -%}
{{ return(adapter.dispatch('fichiers_parquet')(motif)) }}
{%- endmacro %}

{% macro duckdb__fichiers_parquet(motif) -%}
read_parquet('{{ motif | replace("'", "''") }}')
{%- endmacro %}

{% macro spark__fichiers_parquet(motif) -%}
parquet.`{{ motif }}`
{%- endmacro %}
