{# Dimensions of a person at a reference date (indicators.md §2). `inscription` is a row of inscription_periodes. #}

{% macro sexe(code) -%}
case {{ code }} when '1' then 'H' when '2' then 'F' end
{%- endmacro %}

{# The unions of these bands give both official sets. #}
{% macro tranche_age(age) -%}
case
    when {{ age }} < 26 then '-26'
    when {{ age }} < 35 then '26-34'
    when {{ age }} < 40 then '35-39'
    when {{ age }} < 50 then '40-49'
    when {{ age }} < 55 then '50-54'
    when {{ age }} >= 55 then '55+'
end
{%- endmacro %}

{# From the file that closes the month of the reference date; a file that did not come leaves « inconnu ». #}
{% macro statut_rsa(soumis, livraison) -%}
case when {{ soumis }} then 'soumis' when {{ livraison }} is null then 'inconnu' else 'non_soumis' end
{%- endmacro %}

{# First request ever: NDEM 1 or MOTINS 6. #}
{% macro type_inscription(ndem, motif) -%}
case when {{ ndem }} = 1 or {{ motif }} = '6' then 'premiere' else 'reinscription' end
{%- endmacro %}

{# A contract without term or of more than 6 months (182 days) is durable; under 30 days, occasional. #}
{% macro type_contrat(nature, duree_jours) -%}
case
    when {{ nature }} in ('CDI', 'DIN') or {{ duree_jours }} is null or {{ duree_jours }} > 182 then 'durable'
    when {{ duree_jours }} >= 30 then 'temporaire'
    else 'occasionnel'
end
{%- endmacro %}
