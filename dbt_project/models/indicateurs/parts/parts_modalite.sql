-- Of who is registered on the last day of the month: with a modality of support, is it an intensive one? And of those
-- who were registered with one a year before, who has the same? With an orientation, is it towards employment?
select
    indicateurs.indicateur,
    inscrits.mois,
    inscrits.lieu,
    inscrits.departement,
    inscrits.cle,
    inscrits.sexe,
    inscrits.tranche_age,
    true as au_denominateur,
    case indicateurs.indicateur
        when 'part_parcours_emploi' then {{ parcours('orientations.parcours') }} = 'professionnel'
        when 'maintien_modalite_12m' then coalesce(actuelles.modalite = anciennes.modalite, false)
        else actuelles.modalite in ('RENFORCE', 'INTENSIF', 'GLOBAL')
    end as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from {{ ref('inscrits_fin_de_mois') }} as inscrits
left join {{ ref('modalites_fin_de_mois') }} as actuelles using (personne_id, mois)
left join {{ ref('modalites_fin_de_mois') }} as anciennes
    on inscrits.personne_id = anciennes.personne_id and inscrits.mois = {{ ajoute_mois('anciennes.mois', 12) }}
left join {{ ref('parcours_en_vigueur') }} as orientations
    on
        inscrits.personne_id = orientations.personne_id
        and {{ tient('orientations', dernier_jour('inscrits.mois')) }}
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
    on
        case indicateurs.indicateur
            when 'part_parcours_emploi' then {{ parcours('orientations.parcours') }} <> 'sans'
            when 'maintien_modalite_12m' then anciennes.personne_id is not null
            else actuelles.personne_id is not null
        end
where indicateurs.famille = 'modalite'
