{# What a sending of a survey says: where and when, what was answered, and its weight in ten-thousandths, whole (halves
   up). `avis`: tres, favorable, defavorable, on the scale of 4 (4; 3; 1 and 2) or of 10 (9 and 10; 7 and 8; 0 to 6). #}
{% macro reponse_ponderee() -%}
commune,
        date_envoi,
        date_reponse,
        case
            when reponse is null then null
            when reponse >= case echelle when '10' then 9 else 4 end then 'tres'
            when reponse >= case echelle when '10' then 7 else 3 end then 'favorable'
            else 'defavorable'
        end as avis,
        cast(floor(10000 * poids + 0.5) as bigint) as poids
{%- endmacro %}
