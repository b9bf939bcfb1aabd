-- What is deposited in the network in the month: offers, posts, and posts not filled within the window, of which the
-- others are the population. Withdrawn for error, it was no offer (indicators.md §3.18).
select
    indicateurs.indicateur,
    postes.mois,
    postes.lieu,
    postes.departement,
    postes.cle,
    postes.siren,
    postes.type_contrat,
    postes.cadre,
    postes.famille_metier,
    indicateurs.indicateur <> 'postes_non_pourvus_30j'
    or not coalesce(postes.jours_jusqu_au_pourvoi <= indicateurs.horizon_jours, false) as au_denominateur,
    false as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from {{ ref('offre_postes') }} as postes
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
    on
        indicateurs.indicateur <> 'offres_deposees' or postes.premier
where indicateurs.famille = 'depots' and not postes.retiree_pour_erreur
