-- Posts of the offers closed in the month: filled or not? Those withdrawn for error are left out (indicators.md §3.6).
select
    'taux_pourvoi' as indicateur,
    {{ mois_de('date_cloture') }} as mois,
    lieu,
    departement,
    cle,
    type_contrat,
    not retiree_pour_erreur as au_denominateur,
    not retiree_pour_erreur and coalesce(pourvu_le <= date_cloture, false) as au_numerateur,
    retiree_pour_erreur as exclu,
    cast(null as integer) as jour
from {{ ref('offre_postes') }}
where date_cloture is not null
