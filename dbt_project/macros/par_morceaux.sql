{# Tables filled one piece after the other, so that the memory they need is that of the largest piece. #}

{# Piece by piece, each a branch of a union: what `union_par_morceaux` separates. A branch that says which rows are of
   its months by `de_ces_mois` is filled some months after the others: in as many times as the table named by `selon`,
   that its parts come from, has tens of millions of rows. #}
{% materialization par_branche, adapter='duckdb' %}
    {%- set insertions = [] -%}
    {% set selon = config.get('selon') %}
    {% set tranches = nombre_de_tranches(this.database ~ '.' ~ selon) if selon else 1 %}
    {% for branche in sql.split(union_par_morceaux()) %}
        {% for rang in range(tranches if "getvariable('tranche_de_mois')" in branche else 1) %}
            {% set mois = 'set variable tranche_de_mois = ' ~ rang ~ '; set variable tranches_de_mois = ' ~ tranches %}
            {% do insertions.append([mois, branche]) %}
        {% endfor %}
    {% endfor %}
    {%- set remplie = remplir(insertions) -%}
    {% do run_query('reset variable tranche_de_mois; reset variable tranches_de_mois') %}
    {{ return(remplie) }}
{% endmaterialization %}

{# Whether a month is among those being filled; every month is, outside of `par_branche`. #}
{% macro de_ces_mois(mois) -%}
(12 * year({{ mois }}) + month({{ mois }})) % coalesce(getvariable('tranches_de_mois'), 1)
= coalesce(getvariable('tranche_de_mois'), 0)
{%- endmacro %}

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
    {% set tranches = nombre_de_tranches(ref(config.require('selon'))) %}
    {% for rang in range(tranches) %}
        {% set debut, fin = 2 ** 63 * rang // tranches, 2 ** 63 * (rang + 1) // tranches - 1 %}
        {% set bornes = 'set variable tranche_debut = ' ~ debut ~ '; set variable tranche_fin = ' ~ fin %}
        {% do insertions.append([bornes, sql]) %}
    {% endfor %}
    {%- set remplie = remplir(insertions) -%}
    {% do run_query('reset variable tranche_debut; reset variable tranche_fin') %}
    {{ return(remplie) }}
{% endmaterialization %}

{% macro nombre_de_tranches(table) -%}
    {% set lignes = run_query('select count(*) from ' ~ table).columns[0].values()[0] %}
    {{ return(1 + lignes // var('lignes_par_tranche', 10000000)) }}
{%- endmacro %}

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
