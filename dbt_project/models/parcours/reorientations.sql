-- Decisions of orientation that follow an earlier one of the same spell, of another parcours or by another
-- organisation; what is not said differs from what is.
select distinct
    decisions.numero_ft,
    decisions.date_decision
from {{ ref('orientations_decidees') }} as decisions
inner join {{ ref('inscription_spells') }} as spells
    on
        decisions.personne_id = spells.personne_id
        and (spells.fin is null or decisions.date_decision <= spells.fin)
inner join {{ ref('orientations_decidees') }} as anterieures
    on
        decisions.personne_id = anterieures.personne_id
        and anterieures.date_decision >= spells.debut
        and anterieures.date_decision < decisions.date_decision
where
    decisions.parcours is distinct from anterieures.parcours
    or decisions.organisme_decision is distinct from anterieures.organisme_decision
