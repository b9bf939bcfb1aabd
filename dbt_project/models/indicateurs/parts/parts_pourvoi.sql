-- How long from deposit to filling, post by post? Posts withdrawn for error are left out, cancelled ones stay
-- (indicators.md §3.6 and §3.7).
select
    indicateurs.indicateur,
    postes.mois,
    postes.lieu,
    postes.commune,
    postes.departement,
    postes.cle,
    postes.siren,
    postes.type_contrat,
    postes.famille_metier,
    not postes.retiree_pour_erreur as au_denominateur,
    not postes.retiree_pour_erreur
    and indicateurs.forme = 'part'
    and coalesce(postes.jours_jusqu_au_pourvoi <= indicateurs.horizon_jours, false) as au_numerateur,
    postes.retiree_pour_erreur as exclu,
    case
        when
            not postes.retiree_pour_erreur
            and indicateurs.forme = 'mediane'
            and postes.jours_jusqu_au_pourvoi <= indicateurs.horizon_suivi_jours
            then postes.jours_jusqu_au_pourvoi
    end as jour
from {{ ref('offre_postes') }} as postes
cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
where indicateurs.famille = 'pourvoi'
