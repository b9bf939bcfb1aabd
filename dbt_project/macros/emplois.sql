{# Without term, or planned for six months to the day: the planned end that was declared last decides. #}
{% macro est_durable(classe, debut, fin_prevue) -%}
{{ classe }} = 'CDI'
    or coalesce({{ fin_prevue }} >= {{ ajoute_jours(ajoute_mois(debut, 6), -1) }}, false)
{%- endmacro %}
{# Who died or retired in the window before any return is left out. #}
{% macro sorti_avant_retour(date_sortie, emploi_debut, fenetre_fin) -%}
coalesce(
    {{ date_sortie }} <= {{ fenetre_fin }} and ({{ emploi_debut }} is null or {{ date_sortie }} < {{ emploi_debut }}),
    false
)
{%- endmacro %}
