{# For each person, the days on which one of her spells holds: from `debut`, and before `fin` (null while it lasts). Of
   several in force, the one begun the latest, then the greatest `colonnes`: the periods given never overlap, so that a
   month end finds one at most. `spells` has personne_id, debut, fin and `colonnes`. #}
{% macro en_vigueur(spells, colonnes) -%}
select
    segments.personne_id,
    segments.debut,
    segments.fin,
    {% for colonne in colonnes %}spells.{{ colonne }}{% if not loop.last %},
    {% endif %}{% endfor %}
from (
    select
        personne_id,
        jour as debut,
        lead(jour) over (partition by personne_id order by jour) as fin
    from (
        select
            personne_id,
            debut as jour
        from {{ spells }}
        union
        select
            personne_id,
            fin as jour
        from {{ spells }}
        where fin is not null
    ) as bornes
) as segments
inner join {{ spells }} as spells
    on
        segments.personne_id = spells.personne_id
        and segments.debut >= spells.debut
        and (spells.fin is null or segments.debut < spells.fin)
qualify row_number() over (
    partition by segments.personne_id, segments.debut
    order by spells.debut desc, {% for colonne in colonnes %}spells.{{ colonne }} desc nulls last{% if not loop.last %}, {% endif %}{% endfor %}
) = 1
{%- endmacro %}

{# The condition of a join: a period of `en_vigueur` holds at a day. Written without `or`, beside which the keys of an
   outer join are of no use: DuckDB would compare each row with every other. #}
{% macro tient(periodes, jour) -%}
{{ periodes }}.debut <= {{ jour }} and {{ jour }} < coalesce({{ periodes }}.fin, date '9999-12-31')
{%- endmacro %}
