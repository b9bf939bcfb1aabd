-- Events of the month, counted as by the indicator of the same name, to be set against who is registered at its end:
-- the events are the numerator, the registered the denominator, and neither is part of the other. A registered person
-- is one row, of no indicator: it stands for them all.
with evenements as (
    select indicateur, mois, lieu, departement, cle, sexe, tranche_age
    from {{ ref('parts_sorties') }}
    union all
    select indicateur, mois, lieu, departement, cle, sexe, tranche_age
    from {{ ref('parts_evenements') }}
)

select
    indicateurs.indicateur,
    evenements.* exclude (indicateur),
    false as au_denominateur,
    true as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from evenements
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
    on indicateurs.famille = 'pour_1000' and indicateurs.indicateur = evenements.indicateur || '_pour_1000'
union all
select
    null as indicateur,
    mois,
    lieu,
    departement,
    cle,
    sexe,
    tranche_age,
    true as au_denominateur,
    false as au_numerateur,
    false as exclu,
    null as jour
from {{ ref('inscrits_fin_de_mois') }}
