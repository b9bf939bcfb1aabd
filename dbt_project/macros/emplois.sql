{# Without term, or planned for six months to the day: the planned end that was declared last decides. #}
{% macro est_durable(classe, debut, fin_prevue) -%}
{{ classe }} = 'CDI'
    or coalesce({{ fin_prevue }} >= {{ ajoute_jours(ajoute_mois(debut, 6), -1) }}, false)
{%- endmacro %}
