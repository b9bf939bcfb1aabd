-- The official family: of who is registered at month end in category A, B, F or G, who has been diagnosed by then,
-- and less than six months ago? Of those diagnosed, who has a constraint found and not lifted? (indicators.md §4)
with etendue as (
    select
        min(mois) as premier_mois,
        max(mois) as dernier_mois
    from {{ ref('inscrits_fin_de_mois') }}
),

diagnostics as (
    select
        numeros.personne_id,
        {{ mois_de('diagnostics.date_diagnostic') }} as mois,
        max(diagnostics.date_diagnostic) as date_diagnostic
    from {{ ref('stg_diagnostic__diagnostic') }} as diagnostics
    inner join {{ ref('numeros_ft') }} as numeros using (numero_ft)
    group by numeros.personne_id, {{ mois_de('diagnostics.date_diagnostic') }}
),

suivis as (
    select
        diagnostics.*,
        etendue.*,
        lead(diagnostics.mois) over (partition by diagnostics.personne_id order by diagnostics.mois) as suivant
    from diagnostics
    cross join etendue
),

-- the latest diagnosis of each month end: from its own month to the one before the next
derniers as (
    select
        personne_id,
        date_diagnostic,
        {{ serie_mois(
            'greatest(mois, premier_mois)',
            'least(coalesce(' ~ ajoute_mois('suivant', -1) ~ ', dernier_mois), dernier_mois)'
        ) }} as mois
    from suivis
),

contraintes as (
    select distinct
        personne_id,
        mois
    from {{ ref('contraintes_fin_de_mois') }}
)

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
        when 'diagnostics_6m_rpe'
            then coalesce(
                derniers.date_diagnostic >= {{ ajoute_mois(dernier_jour('inscrits.mois'), -6) }}, false
            )
        when 'contraintes_rpe' then contraintes.personne_id is not null
        else derniers.personne_id is not null
    end as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from {{ ref('inscrits_fin_de_mois') }} as inscrits
left join derniers using (personne_id, mois)
left join contraintes using (personne_id, mois)
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
    on indicateurs.indicateur <> 'contraintes_rpe' or derniers.personne_id is not null
where indicateurs.famille = 'diagnostics' and inscrits.categorie in ('A', 'B', 'F', 'G', '1', '2')
