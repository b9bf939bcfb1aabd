{# Questions of a survey on overall satisfaction, at their last known state: to whom (`destinataire`, and what else
   `colonnes` names), when sent, what was answered, and its weight in ten-thousandths, whole (halves up). One sent after
   the observation does not exist, an answer after it is not there yet. `avis`: tres, favorable, defavorable, on the scale
   of 4 (4; 3; 1 and 2) or of 10 (9 and 10; 7 and 8; 0 to 6). #}
{% macro reponses_ponderees(entite, destinataire, colonnes=[]) -%}
with connues as (
    select
        {% for colonne in [destinataire] + colonnes -%}
        {{ colonne }},
        {% endfor -%}
        commune,
        date_envoi,
        date_reponse,
        case
            when reponse is null then null
            when reponse >= case echelle when '10' then 9 else 4 end then 'tres'
            when reponse >= case echelle when '10' then 7 else 3 end then 'favorable'
            else 'defavorable'
        end as avis,
        cast(floor(10000 * poids + 0.5) as bigint) as poids,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('enquete', entite) }}
    where question = 'satisfaction_globale'
),

courantes as (
    {{ version_courante('connues', [destinataire, 'date_envoi'], ['date_extraction']) }}
)

select * from courantes
where date_envoi <= {{ date_observation() }}
{%- endmacro %}
