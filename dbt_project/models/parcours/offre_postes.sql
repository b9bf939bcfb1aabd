-- Posts of the offers deposited in the network, from deposit to filling and closing; days are those of Paris.
with postes as (
    select
        *,
        row_number() over (partition by offre order by rang) = 1 as premier,
        case when statut = 'POURVU' and date_pourvoi <= {{ date_observation() }} then date_pourvoi end as pourvu_le
    from {{ ref('stg_offre__poste') }}
)

select
    offres.offre,
    offres.cle_enregistrement as cle,
    {{ siren_de('offres.siret') }} as siren,
    offres.date_depot,
    {{ mois_de('offres.date_depot') }} as mois,
    offres.date_validation,
    case when offres.date_cloture <= {{ date_observation() }} then offres.date_cloture end as date_cloture,
    coalesce(offres.motif_cloture = 'ANNULEE_ERREUR', false) as retiree_pour_erreur,
    {{ type_contrat('offres.nature_contrat', 'offres.duree_jours') }} as type_contrat,
    {{ cadre('offres.cadre') }} as cadre,
    {{ famille_metier('offres.rome') }} as famille_metier,
    {{ sans_terme('offres.nature_contrat', 'offres.duree_jours') }} or offres.duree_jours > 30 as plus_de_30_jours,
    coalesce(lieux.departement, 'FR') as departement,
    coalesce(lieux.lieu, '?FR') as lieu,
    lieux.commune,
    postes.premier,
    postes.pourvu_le,
    {{ jours_entre('offres.date_depot', 'postes.pourvu_le') }} as jours_jusqu_au_pourvoi
from {{ ref('stg_offre__offre') }} as offres
inner join postes using (offre)
left join {{ ref('lieux') }} as lieux on offres.commune = lieux.code
where offres.origine = '1'
