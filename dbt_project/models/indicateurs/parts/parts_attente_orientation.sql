-- Registered at month end, and no orientation decided in the spell so far; of those, who has been for more than 30 days
-- (indicators.md §3.12).
select
    indicateurs.indicateur,
    inscrits.mois,
    inscrits.lieu,
    inscrits.departement,
    inscrits.cle,
    {{ dites_par('inscrits') }},
    true as au_denominateur,
    false as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from {{ ref('inscrits_fin_de_mois') }} as inscrits
left join {{ ref('orientation_spells') }} as orientations
    on inscrits.personne_id = orientations.personne_id and inscrits.spell_debut = orientations.debut
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
    on
        indicateurs.indicateur = 'attente_orientation'
        or {{ jours_entre('inscrits.spell_debut', dernier_jour('inscrits.mois')) }} > 30
where
    indicateurs.famille = 'attente_orientation'
    -- said here: beside the keys of an outer join, an « or » compares each row with every other
    and not coalesce(
        orientations.reconduite or orientations.premiere_decision <= {{ dernier_jour('inscrits.mois') }}, false
    )
