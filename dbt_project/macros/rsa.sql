{# Rows of persons (`personne_id`, `departement`, `mois`) with `rsa`: soumis, non_soumis, or inconnu where the file that
   closes the month did not come (indicators.md §2). #}
{% macro avec_rsa(personnes) -%}
select
    personnes.*,
    case
        when rsa.personne_id is not null then 'soumis'
        when livraisons.departement is null then 'inconnu'
        else 'non_soumis'
    end as rsa
from {{ personnes }} as personnes
left join {{ ref('rsa_mois') }} as rsa on personnes.personne_id = rsa.personne_id and personnes.mois = rsa.mois
left join {{ ref('rsa_livraisons') }} as livraisons
    on personnes.departement = livraisons.departement and personnes.mois = livraisons.mois
{%- endmacro %}
