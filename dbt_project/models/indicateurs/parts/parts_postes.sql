-- Posts of the national file. Of those deposited in the month, not for cadres, that nobody has filled within the
-- window: has the offer been looked into by then? Of those that went out in the month: given up for want of
-- candidates? Withdrawn for error, they are left out (indicators.md §3.18).
with postes as (
    select
        postes.*,
        coalesce(lieux.lieu, '?FR') as lieu,
        coalesce(lieux.departement, 'FR') as departement,
        postes.issue in ('POURVU_RESEAU', 'POURVU_AUTREMENT') as pourvu,
        postes.issue = 'ANNULE_ERREUR' as retire_pour_erreur
    from {{ ref('stg_poste__poste') }} as postes
    left join {{ ref('lieux') }} as lieux on postes.commune = lieux.code
),

concernes as (
    select
        postes.*,
        indicateurs.indicateur,
        case indicateurs.indicateur
            when 'offres_diagnostiquees_30j' then {{ mois_de('postes.date_depot') }}
            else {{ mois_de('postes.date_cloture') }}
        end as mois,
        case indicateurs.indicateur
            when 'offres_diagnostiquees_30j'
                then postes.date_diagnostic <= {{ ajoute_jours('postes.date_depot', 'indicateurs.horizon_jours') }}
            else postes.faute_de_candidats and postes.issue in ('ANNULE', 'SANS_SUITE')
        end as reussite
    from postes
    inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
        on
            case indicateurs.indicateur
                when 'offres_diagnostiquees_30j'
                    then
                        not coalesce(postes.cadre, false)
                        and not coalesce(
                            postes.pourvu
                            and postes.date_cloture
                            <= {{ ajoute_jours('postes.date_depot', 'indicateurs.horizon_jours') }},
                            false
                        )
                else postes.date_cloture is not null
            end
    where indicateurs.famille = 'postes'
)

select
    indicateur,
    mois,
    lieu,
    departement,
    cle_enregistrement as cle,
    {{ siren_de('siret') }} as siren,
    {{ type_offre('type_offre') }} as type_contrat,
    {{ taille_etablissement('taille_etablissement') }} as taille_etablissement,
    not retire_pour_erreur as au_denominateur,
    not retire_pour_erreur and coalesce(reussite, false) as au_numerateur,
    retire_pour_erreur as exclu,
    cast(null as integer) as jour
from concernes
