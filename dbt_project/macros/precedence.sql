{# The version of each business key that holds: the sender's order, then reception date, then sha256 (design.md, rule 6).
   Independent of the order of processing. `ordre` lists the sender's own order, most decisive first, each descending. #}
{% macro version_courante(relation, cle, ordre) -%}
select *
from {{ relation }}
qualify row_number() over (
    partition by {{ cle | join(', ') }}
    order by {% for colonne in ordre %}{{ colonne }} desc, {% endfor %}date_reception desc, fichier desc, ligne desc
) = 1
{%- endmacro %}
