-- Who is registered on the last day of the month, by the modality of support, the organisation that leads it and the
-- parcours in force that day, or none. One row a person, of no indicator: it stands for every répartition.
with parcours as (
    -- an inner join, as for modalities: beside the keys of an outer one, an « or » compares each row with every other
    select
        inscrits.personne_id,
        inscrits.mois,
        orientations.parcours
    from {{ ref('inscrits_fin_de_mois') }} as inscrits
    inner join {{ ref('parcours_en_vigueur') }} as orientations
        on
            inscrits.personne_id = orientations.personne_id
            and {{ tient('orientations', dernier_jour('inscrits.mois')) }}
)

select
    cast(null as varchar) as indicateur,
    inscrits.mois,
    inscrits.lieu,
    inscrits.departement,
    inscrits.cle,
    {{ modalite('modalites.modalite') }} as modalite_suivie,
    coalesce(modalites.operateur, 'sans') as operateur_referent,
    {{ parcours('parcours.parcours') }} as parcours_suivi,
    true as au_denominateur,
    false as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from {{ ref('inscrits_fin_de_mois') }} as inscrits
left join {{ ref('modalites_fin_de_mois') }} as modalites using (personne_id, mois)
left join parcours using (personne_id, mois)
