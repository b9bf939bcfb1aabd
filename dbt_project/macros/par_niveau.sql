{# A table filled one territorial level after the other, so that the memory it needs is that of the largest level. The
   model says which rows are of the level by `du_niveau`. #}
{% materialization par_niveau, adapter='duckdb' %}
    {%- set cible = this.incorporate(type='table') -%}
    {%- set existante = load_cached_relation(this) -%}
    {%- set provisoire = make_intermediate_relation(cible) -%}
    {{ drop_relation_if_exists(load_cached_relation(provisoire)) }}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main') -%}
        create table {{ provisoire }} as {{ get_empty_subquery_sql(sql) }}
    {%- endcall %}
    {% set annonces = run_query('select distinct territoire_niveau from ' ~ ref('stg_contexte__annonce')) %}
    {% for niveau in annonces.columns[0].values() | sort %}
        {% do run_query("set variable niveau = '" ~ niveau ~ "'") %}
        {% do run_query('insert into ' ~ provisoire ~ ' ' ~ sql) %}
    {% endfor %}
    {% do run_query('reset variable niveau') %}
    {% if existante is not none %}
        {% do adapter.drop_relation(existante) %}
    {% endif %}
    {{ adapter.rename_relation(provisoire, cible) }}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [cible]}) }}
{% endmaterialization %}

{# Whether a row is of the level being filled; every row is, outside of `par_niveau`. #}
{% macro du_niveau(niveau) -%}
{{ niveau }} = coalesce(getvariable('niveau'), {{ niveau }})
{%- endmacro %}
