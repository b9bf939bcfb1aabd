-- Of who is registered on the last day of the month: all, and, of those in category A, B or C, who has been so for a
-- year (indicators.md §3.19 and §3.21).
select
    indicateurs.indicateur,
    inscrits.mois,
    inscrits.lieu,
    inscrits.commune,
    inscrits.departement,
    inscrits.cle,
    {{ dites_par('inscrits') }},
    {{ categorie('inscrits.categorie') }} as categorie,
    {{ anciennete('inscrits.spell_debut', dernier_jour('inscrits.mois')) }} as anciennete,
    coalesce(modalites.operateur, 'sans') as operateur,
    true as au_denominateur,
    indicateurs.forme = 'part'
    and {{ ajoute_mois('inscrits.spell_debut', 12) }} <= {{ dernier_jour('inscrits.mois') }} as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from {{ ref('inscrits_fin_de_mois') }} as inscrits
left join {{ ref('modalites_fin_de_mois') }} as modalites using (personne_id, mois)
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
    on indicateurs.indicateur = 'inscrits_stock' or {{ en_abc('inscrits.categorie') }}
where indicateurs.famille = 'stock'
