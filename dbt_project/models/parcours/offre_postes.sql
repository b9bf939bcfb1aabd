-- Posts of the offers deposited in the network, from deposit to filling; the day is that of Paris.
select
    offres.offre,
    offres.cle_enregistrement as cle,
    offres.date_depot,
    {{ mois_de('offres.date_depot') }} as mois,
    coalesce(offres.motif_cloture = 'ANNULEE_ERREUR', false) as retiree_pour_erreur,
    {{ type_contrat('offres.nature_contrat', 'offres.duree_jours') }} as type_contrat,
    coalesce(lieux.departement, 'FR') as departement,
    coalesce(lieux.lieu, '?FR') as lieu,
    case
        when postes.statut = 'POURVU' and postes.date_pourvoi <= {{ date_observation() }}
            then {{ jours_entre('offres.date_depot', 'postes.date_pourvoi') }}
    end as jours_jusqu_au_pourvoi
from {{ ref('stg_offre__offre') }} as offres
inner join {{ ref('stg_offre__poste') }} as postes using (offre)
left join {{ ref('lieux') }} as lieux on offres.commune = lieux.code
where offres.origine = '1'
