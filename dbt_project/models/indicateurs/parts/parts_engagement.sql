-- Of who is registered on the last day of the month, who has a contrat d'engagement in force that day; and, of those
-- under rights and duties, who has one that plans 15 hours a week or more (indicators.md §3.11 and §3.15).
with en_vigueur as (
    select
        inscrits.personne_id,
        inscrits.mois,
        max(contrats.heures_prevues) as heures_prevues
    from {{ ref('inscrits_fin_de_mois') }} as inscrits
    inner join {{ ref('contrats_signes') }} as contrats
        on
            inscrits.personne_id = contrats.personne_id
            and contrats.date_signature <= {{ dernier_jour('inscrits.mois') }}
            and (contrats.date_cloture is null or contrats.date_cloture > {{ dernier_jour('inscrits.mois') }})
    group by inscrits.personne_id, inscrits.mois
)

select
    indicateurs.indicateur,
    inscrits.mois,
    inscrits.lieu,
    inscrits.departement,
    inscrits.cle,
    {{ dites_par('inscrits') }},
    true as au_denominateur,
    case indicateurs.indicateur
        when 'activite_15h' then coalesce(en_vigueur.heures_prevues >= 15, false)
        else en_vigueur.personne_id is not null
    end as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from {{ ref('inscrits_fin_de_mois') }} as inscrits
left join en_vigueur using (personne_id, mois)
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
    on indicateurs.indicateur = 'part_contrat_engagement' or inscrits.rsa = 'soumis'
where indicateurs.famille = 'engagement'
