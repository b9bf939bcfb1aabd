-- Who, of those registered on the last day of each month, has a modality of support that day, and which.
select
    inscrits.personne_id,
    inscrits.mois,
    modalites.modalite,
    modalites.operateur
from {{ ref('inscrits_fin_de_mois') }} as inscrits
inner join {{ ref('modalites_en_vigueur') }} as modalites
    on
        inscrits.personne_id = modalites.personne_id
        and {{ tient('modalites', dernier_jour('inscrits.mois')) }}
