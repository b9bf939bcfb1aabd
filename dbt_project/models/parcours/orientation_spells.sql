-- For each registration spell, its first accepted decision of orientation, if there is one before its end; and whether
-- it resumed an earlier parcours: a re-registration for which an orientation of before was kept (indicators.md §3.9).
select
    spells.personne_id,
    spells.debut,
    min(case when orientations.date_decision >= spells.debut then orientations.date_decision end) as premiere_decision,
    bool_or(orientations.date_decision < spells.debut) as reconduite
from {{ ref('inscription_spells') }} as spells
inner join {{ ref('orientations_decidees') }} as orientations using (personne_id)
where
    (
        orientations.date_decision >= spells.debut
        and (spells.fin is null or orientations.date_decision <= spells.fin)
    )
    or (
        spells.type_inscription = 'reinscription'
        and orientations.date_decision < spells.debut
        and (orientations.date_sortie_parcours is null or orientations.date_sortie_parcours > spells.debut)
    )
group by spells.personne_id, spells.debut
