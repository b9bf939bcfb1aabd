-- Posts of the offers closed in the month: filled or not? Those withdrawn for error are left out (indicators.md
-- §3.6). The official rate keeps contracts of more than 30 days; the official delay, of those that were filled, runs
-- from validation to closing (§4).
with closes as (
    select
        *,
        coalesce(pourvu_le <= date_cloture, false) as pourvu
    from {{ ref('offre_postes') }}
    where date_cloture is not null
)

select
    indicateurs.indicateur,
    {{ mois_de('closes.date_cloture') }} as mois,
    closes.lieu,
    closes.departement,
    closes.cle,
    closes.siren,
    closes.type_contrat,
    closes.famille_metier,
    not closes.retiree_pour_erreur as au_denominateur,
    indicateurs.forme = 'part' and not closes.retiree_pour_erreur and closes.pourvu as au_numerateur,
    closes.retiree_pour_erreur as exclu,
    cast(null as integer) as jour,
    case
        when indicateurs.forme = 'moyenne'
            then least(
                greatest({{ jours_entre('closes.date_validation', 'closes.date_cloture') }}, 0),
                indicateurs.borne_mesure
            )
    end as mesure
from closes
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
    on
        (indicateurs.indicateur = 'taux_pourvoi' or closes.plus_de_30_jours)
        and (
            indicateurs.forme <> 'moyenne'
            or (closes.pourvu and not closes.retiree_pour_erreur and closes.date_validation is not null)
        )
where indicateurs.famille = 'cloture'
