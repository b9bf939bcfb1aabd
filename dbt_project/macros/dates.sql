{# Calendar arithmetic of indicators.md §2. Months clip to the last day: 31 August + 6 months = 28 or 29 February. #}

{% macro ajoute_mois(jour, mois) -%}
{{ return(adapter.dispatch('ajoute_mois')(jour, mois)) }}
{%- endmacro %}

{% macro duckdb__ajoute_mois(jour, mois) -%}
cast({{ jour }} + to_months(cast({{ mois }} as integer)) as date)
{%- endmacro %}

{% macro spark__ajoute_mois(jour, mois) -%}
add_months({{ jour }}, {{ mois }})
{%- endmacro %}

{# The day a lag in months is over: a lag counted from a month's end ends at a month's end (28 February + 2 = 30 April). #}
{% macro apres_le_delai(jour, mois) -%}
case
    when {{ jour }} = {{ dernier_jour(jour) }} then {{ dernier_jour(ajoute_mois(jour, mois)) }}
    else {{ ajoute_mois(jour, mois) }}
end
{%- endmacro %}

{% macro ajoute_jours(jour, jours) -%}
{{ return(adapter.dispatch('ajoute_jours')(jour, jours)) }}
{%- endmacro %}

{% macro duckdb__ajoute_jours(jour, jours) -%}
cast({{ jour }} + to_days(cast({{ jours }} as integer)) as date)
{%- endmacro %}

{% macro spark__ajoute_jours(jour, jours) -%}
date_add({{ jour }}, {{ jours }})
{%- endmacro %}

{# Days from `debut` to `fin`: 0 on the same day. #}
{% macro jours_entre(debut, fin) -%}
{{ return(adapter.dispatch('jours_entre')(debut, fin)) }}
{%- endmacro %}

{% macro duckdb__jours_entre(debut, fin) -%}
date_diff('day', {{ debut }}, {{ fin }})
{%- endmacro %}

{% macro spark__jours_entre(debut, fin) -%}
datediff({{ fin }}, {{ debut }})
{%- endmacro %}

{% macro mois_de(jour) -%}
cast(date_trunc('month', {{ jour }}) as date)
{%- endmacro %}

{% macro dernier_jour(mois) -%}
last_day({{ mois }})
{%- endmacro %}

{# Whether a period that begins on `debut` begins one of the steps, of `pas` months, of the civil year. #}
{% macro a_sa_place(debut, pas) -%}
(month({{ debut }}) - 1) % {{ pas }} = 0
{%- endmacro %}

{# Days from `debut` to `fin`, both ends included. #}
{% macro jours_compris(debut, fin) -%}
({{ jours_entre(debut, fin) }} + 1)
{%- endmacro %}

{# Months from the one of `debut` to the one of `fin`, whatever the days. #}
{% macro mois_entre(debut, fin) -%}
(12 * (year({{ fin }}) - year({{ debut }})) + month({{ fin }}) - month({{ debut }}))
{%- endmacro %}

{# Completed months between birth month and reference month, div 12; the day is ignored, in every language. #}
{% macro age(naissance_mois, jour) -%}
{{ quotient(mois_entre(naissance_mois, jour), 12) }}
{%- endmacro %}

{# The share `jours` of `total` of a whole quantity, whole: towards minus infinity, so that a correction takes back at least
   what it corrects. No day, nothing. #}
{% macro au_prorata(quantite, jours, total) -%}
{%- set produit = '(' ~ quantite ~ ' * greatest(' ~ jours ~ ', 0))' -%}
{{ quotient('(' ~ produit ~ ' - ((' ~ produit ~ ' % ' ~ total ~ ') + ' ~ total ~ ') % ' ~ total ~ ')', total) }}
{%- endmacro %}

{% macro quotient(a, b) -%}
{{ return(adapter.dispatch('quotient')(a, b)) }}
{%- endmacro %}

{% macro duckdb__quotient(a, b) -%}
({{ a }} // {{ b }})
{%- endmacro %}

{% macro spark__quotient(a, b) -%}
({{ a }} div {{ b }})
{%- endmacro %}

{# The day as NEODeS writes it: JJMMAAAA. #}
{% macro jjmmaaaa(jour) -%}
{{ return(adapter.dispatch('jjmmaaaa')(jour)) }}
{%- endmacro %}

{% macro duckdb__jjmmaaaa(jour) -%}
strftime({{ jour }}, '%d%m%Y')
{%- endmacro %}

{% macro spark__jjmmaaaa(jour) -%}
date_format({{ jour }}, 'ddMMyyyy')
{%- endmacro %}

{# Every first day of a month from `debut` to `fin`, one row each. #}
{% macro serie_mois(debut, fin) -%}
{{ return(adapter.dispatch('serie_mois')(debut, fin)) }}
{%- endmacro %}

{% macro duckdb__serie_mois(debut, fin) -%}
cast(unnest(generate_series(cast({{ debut }} as timestamp), cast({{ fin }} as timestamp), interval 1 month)) as date)
{%- endmacro %}

{% macro spark__serie_mois(debut, fin) -%}
explode(sequence({{ debut }}, {{ fin }}, interval 1 month))
{%- endmacro %}
