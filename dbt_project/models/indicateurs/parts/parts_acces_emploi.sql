-- The official family: of who is registered at month end in category A, B, F or G, who works in the months that
-- follow? A job already held counts. Neither death nor retirement is left out (indicators.md §4). A view: a row per
-- person, month and indicator is read once, by the atoms, and is not worth writing.
with suites as (
    select
        inscrits.*,
        prochains.travaille_dans,
        prochains.durable_dans,
        prochains.embauche_dans,
        sixiemes.personne_id is not null as travaille_au_sixieme,
        coalesce(sixiemes.durable, false) as durable_au_sixieme
    from {{ ref('inscrits_fin_de_mois') }} as inscrits
    left join {{ ref('emploi_prochain') }} as prochains using (personne_id, mois)
    left join {{ ref('mois_travailles') }} as sixiemes
        on
            inscrits.personne_id = sixiemes.personne_id
            and {{ ajoute_mois('inscrits.mois', 6) }} = sixiemes.mois
    where inscrits.categorie in ('A', 'B', 'F', 'G', '1', '2')
)

select
    indicateurs.indicateur,
    suites.mois,
    suites.lieu,
    suites.departement,
    suites.cle,
    {{ dites_par('suites') }},
    true as au_denominateur,
    indicateurs.forme = 'part'
    and coalesce(
        case indicateurs.indicateur
            when 'presence_emploi_6m_rpe' then suites.travaille_au_sixieme
            when 'presence_emploi_durable_6m_rpe' then suites.durable_au_sixieme
            when 'acces_emploi_durable_6m_rpe' then suites.durable_dans <= indicateurs.horizon_mois
            when 'retour_emploi_acc1' then suites.embauche_dans <= indicateurs.horizon_mois
            else suites.travaille_dans <= indicateurs.horizon_mois
        end,
        false
    ) as au_numerateur,
    false as exclu,
    cast(null as integer) as jour,
    case when indicateurs.forme = 'moyenne' then suites.travaille_dans end as mesure
from suites
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
    on
        (indicateurs.indicateur <> 'retour_emploi_acc1' or suites.categorie in ('A', 'B', '1', '2'))
        -- a mean is that of who had access
        and (indicateurs.forme <> 'moyenne' or suites.travaille_dans <= indicateurs.horizon_mois)
where indicateurs.famille = 'acces_emploi'
