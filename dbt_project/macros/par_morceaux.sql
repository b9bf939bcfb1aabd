{# Tables filled one piece after the other, so that the memory they need is that of the largest piece. #}

{# Piece by piece, each a branch of a union: what `union_par_morceaux` separates. #}
{% materialization par_branche, adapter='duckdb' %}
    {%- set insertions = [] -%}
    {% for branche in sql.split(union_par_morceaux()) %}
        {% do insertions.append([none, branche]) %}
    {% endfor %}
    {{ return(remplir(insertions)) }}
{% endmaterialization %}

{% macro union_par_morceaux() -%}
union all /* morceau suivant */
{%- endmacro %}

{# One territorial level after the other; the model says which rows are of the level by `du_niveau`. #}
{% materialization par_niveau, adapter='duckdb' %}
    {%- set insertions = [] -%}
    {% set niveaux = run_query('select distinct territoire_niveau from ' ~ ref('stg_contexte__annonce')) %}
    {% for niveau in niveaux.columns[0].values() | sort %}
        {% do insertions.append(["set variable niveau = '" ~ niveau ~ "'", sql]) %}
    {% endfor %}
    {%- set remplie = remplir(insertions) -%}
    {# the session goes on: the next model is not of the last level #}
    {% do run_query('reset variable niveau') %}
    {{ return(remplie) }}
{% endmaterialization %}

{# Whether a row is of the level being filled; every row is, outside of `par_niveau`. #}
{% macro du_niveau(niveau) -%}
{{ niveau }} = coalesce(getvariable('niveau'), {{ niveau }})
{%- endmacro %}

{# One slice of persons after the other, for what is told of each person from his own rows alone: as many as the model
   named by `selon`, which the model refers to, has tens of millions of rows. The model says which rows are of the slice
   by `de_la_tranche`. An identifier is any of the first 2^63 whole numbers, as likely as another (pipelines/identity). #}
{% materialization par_tranche, adapter='duckdb' %}
    {%- set insertions = [] -%}
    {% set lignes = run_query('select count(*) from ' ~ ref(config.require('selon'))).columns[0].values()[0] %}
    {% set tranches = 1 + lignes // var('lignes_par_tranche', 10000000) %}
    {% for rang in range(tranches) %}
        {% set debut, fin = 2 ** 63 * rang // tranches, 2 ** 63 * (rang + 1) // tranches - 1 %}
        {% set bornes = 'set variable tranche_debut = ' ~ debut ~ '; set variable tranche_fin = ' ~ fin %}
        {% do insertions.append([bornes, sql]) %}
    {% endfor %}
    {%- set remplie = remplir(insertions) -%}
    {% do run_query('reset variable tranche_debut; reset variable tranche_fin') %}
    {{ return(remplie) }}
{% endmaterialization %}

{# Whether a person is of the slice being filled; everyone is, outside of `par_tranche`. #}
{% macro de_la_tranche(personne) -%}
{{ personne }} between coalesce(getvariable('tranche_debut'), {{ personne }})
    and coalesce(getvariable('tranche_fin'), {{ personne }})
{%- endmacro %}

{# Fill a table aside, by each insertion in turn (what to set before, the rows), then put it in place of the model's. #}
{% macro remplir(insertions) %}
    {%- set cible = this.incorporate(type='table') -%}
    {%- set provisoire = make_intermediate_relation(cible) -%}
    {{ drop_relation_if_exists(load_cached_relation(provisoire)) }}
    {% call statement('main') -%}
        create table {{ provisoire }} as {{ get_empty_subquery_sql(sql) }}
    {%- endcall %}
    {% for avant, lignes in insertions %}
        {% if avant %}{% do run_query(avant) %}{% endif %}
        {% do run_query('insert into ' ~ provisoire ~ ' ' ~ lignes) %}
    {% endfor %}
    {{ drop_relation_if_exists(load_cached_relation(cible)) }}
    {{ adapter.rename_relation(provisoire, cible) }}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [cible]}) }}
{% endmacro %}
