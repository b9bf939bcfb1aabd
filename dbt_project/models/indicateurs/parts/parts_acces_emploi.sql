-- The official family: of who is registered at month end in category A, B, F or G, who works in the months that
-- follow? A job already held counts. Neither death nor retirement is left out (indicators.md §4). A view: what it says
-- is read once, by the atoms, and is not worth writing.
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
),

-- A stock of millions is told nine ways: who is alike in what is told and in what became of him is one row of `unites`
-- persons, before it is nine.
semblables as (
    select
        mois,
        lieu,
        departement,
        sexe,
        tranche_age,
        rsa,
        type_inscription,
        categorie in ('A', 'B', '1', '2') as en_recherche,
        travaille_dans,
        durable_dans,
        embauche_dans,
        travaille_au_sixieme,
        durable_au_sixieme,
        count(*) as unites,
        {{ somme_cle('cle') }} as cle
    from suites
    group by
        mois,
        lieu,
        departement,
        sexe,
        tranche_age,
        rsa,
        type_inscription,
        en_recherche,
        travaille_dans,
        durable_dans,
        embauche_dans,
        travaille_au_sixieme,
        durable_au_sixieme
)

select
    indicateurs.indicateur,
    semblables.mois,
    semblables.lieu,
    semblables.departement,
    semblables.unites,
    semblables.cle,
    semblables.sexe,
    semblables.tranche_age,
    semblables.rsa,
    semblables.type_inscription,
    true as au_denominateur,
    indicateurs.forme = 'part'
    and coalesce(
        case indicateurs.indicateur
            when 'presence_emploi_6m_rpe' then semblables.travaille_au_sixieme
            when 'presence_emploi_durable_6m_rpe' then semblables.durable_au_sixieme
            when 'acces_emploi_durable_6m_rpe' then semblables.durable_dans <= indicateurs.horizon_mois
            when 'retour_emploi_acc1' then semblables.embauche_dans <= indicateurs.horizon_mois
            else semblables.travaille_dans <= indicateurs.horizon_mois
        end,
        false
    ) as au_numerateur,
    false as exclu,
    cast(null as integer) as jour,
    case when indicateurs.forme = 'moyenne' then semblables.travaille_dans end as mesure
from semblables
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
    on
        (indicateurs.indicateur <> 'retour_emploi_acc1' or semblables.en_recherche)
        -- a mean is that of who had access
        and (indicateurs.forme <> 'moyenne' or semblables.travaille_dans <= indicateurs.horizon_mois)
where indicateurs.famille = 'acces_emploi'
