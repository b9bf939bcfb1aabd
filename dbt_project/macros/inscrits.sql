{# Events (`numero_ft`, `quand`, and what else they carry) of persons registered that day, each with its `mois` and what
   the period of registration of that day says of the person (periodes_decrites), her `age` that day. #}
{% macro inscrits_ce_jour(evenements) -%}
select
    evenements.*,
    {{ mois_de('evenements.quand') }} as mois,
    periodes.*,
    {{ age('periodes.naissance_mois', 'evenements.quand') }} as age
from {{ evenements }} as evenements
inner join {{ ref('numeros_ft') }} as numeros using (numero_ft)
inner join {{ ref('periodes_decrites') }} as periodes
    on
        numeros.personne_id = periodes.personne_id
        and periodes.debut <= evenements.quand
        and (periodes.fin is null or periodes.fin > evenements.quand)
{%- endmacro %}

{# The same, of events that say the person herself (`personne_id`). #}
{% macro personnes_inscrites_ce_jour(evenements) -%}
select
    evenements.* exclude (personne_id),
    {{ mois_de('evenements.quand') }} as mois,
    periodes.*,
    {{ age('periodes.naissance_mois', 'evenements.quand') }} as age
from {{ evenements }} as evenements
inner join {{ ref('periodes_decrites') }} as periodes
    on evenements.personne_id = periodes.personne_id and {{ tient('periodes', 'evenements.quand') }}
{%- endmacro %}
