-- For each indicator and month: is it observed, and for how long? Its window must end before what its sources have said
-- so far; it is final once the longest lag of its sources has passed too (indicators.md §2, Maturity).
with bornes as (
    select
        indicateur_source.indicateur,
        max(observes.premier_mois) as premier_mois,
        min(observes.connu_jusqua) as connu_jusqua,
        max(sources.delai_declaration_mois) as delai_mois
    from {{ ref('stg_contexte__indicateur_source') }} as indicateur_source
    inner join {{ ref('stg_contexte__source') }} as sources using (source)
    left join {{ ref('mois_observes') }} as observes using (source)
    group by indicateur_source.indicateur
    -- a source that has never delivered leaves its indicators without any month
    having count(*) = count(observes.source)
),

etendue as (
    select {{ serie_mois('min(premier_mois)', 'max(dernier_mois)') }} as mois
    from {{ ref('mois_observes') }}
),

fenetres as (
    select
        indicateurs.indicateur,
        indicateurs.forme,
        indicateurs.glissant,
        indicateurs.unite,
        indicateurs.horizon_suivi_jours as suivi_maximal,
        bornes.connu_jusqua,
        bornes.delai_mois,
        etendue.mois,
        {{ ajoute_jours(
            dernier_jour(ajoute_mois('etendue.mois', 'indicateurs.horizon_mois + indicateurs.horizon_qualification_mois')),
            'indicateurs.horizon_jours'
        ) }} as fenetre_fin,
        {{ ajoute_jours(dernier_jour('etendue.mois'), 'indicateurs.horizon_attente_jours') }} as attente_fin,
        -- a delay goes on after the month; what a stock has lasted is known at its end, and a pay is no delay
        case
            when indicateurs.glissant = 'dernier' or indicateurs.unite = 'smic'
                then indicateurs.horizon_suivi_jours
            else least(
                indicateurs.horizon_suivi_jours, {{ jours_entre(dernier_jour('etendue.mois'), 'bornes.connu_jusqua') }}
            )
        end as suivi
    from {{ ref('stg_contexte__indicateur') }} as indicateurs
    inner join bornes using (indicateur)
    inner join etendue on etendue.mois >= bornes.premier_mois
)

select
    indicateur,
    forme,
    glissant,
    unite,
    mois,
    suivi,
    suivi_maximal,
    delai_mois,
    case
        when forme = 'mediane' and glissant = 'somme' and coalesce(unite, 'jours') <> 'smic'
            then {{ ajoute_jours(dernier_jour('mois'), 'suivi') }}
        else fenetre_fin
    end as besoin_fin,
    fenetre_fin <= connu_jusqua and attente_fin <= {{ date_observation() }} as observe,
    {{ apres_le_delai('greatest(fenetre_fin, attente_fin)', 'delai_mois') }} <= {{ date_observation() }} as definitif
from fenetres
