-- For each indicator and month, the départements whose files are not all there. Dimension `toutes`: they are left out
-- of every aggregate, rather than counted low. The population's file is needed for the month (for a stock, from the
-- first month on), the files of events to the end of the horizon. Dimension `rsa`: without the RSA file of the month,
-- who is under RSA there is not known.
with departements as (
    select territoire_code as departement
    from {{ ref('stg_contexte__territoire') }}
    where territoire_niveau = 'departement'
),

besoins as (
    select
        calendrier.indicateur,
        calendrier.mois,
        indicateur_source.source,
        case
            when indicateur_source.depuis_le_debut then observes.premier_mois
            else calendrier.mois
        end as depuis,
        case
            when indicateur_source.jusqu_a_l_horizon then {{ mois_de('calendrier.besoin_fin') }}
            else calendrier.mois
        end as jusqu_a
    from {{ ref('calendrier') }} as calendrier
    inner join {{ ref('stg_contexte__indicateur_source') }} as indicateur_source using (indicateur)
    inner join {{ ref('mois_observes') }} as observes using (source)
),

-- the months that a missing file would have told: its own, or those of the quarter it ends
lacunes as (
    select
        manquantes.source,
        manquantes.emetteur,
        {{ ajoute_mois('manquantes.mois', '1 - sources.cadence_mois') }} as premier_mois,
        manquantes.mois as dernier_mois
    from {{ ref('livraisons_manquantes') }} as manquantes
    inner join {{ ref('stg_contexte__source') }} as sources using (source)
),

-- a missing national file is missing everywhere, the unknown place included
manquantes as (
    select source, premier_mois, dernier_mois, emetteur as departement
    from lacunes
    union
    select lacunes.source, lacunes.premier_mois, lacunes.dernier_mois, departements.departement
    from lacunes
    cross join departements
    where lacunes.emetteur = 'FR'
),

sans_rsa as (
    select calendrier.indicateur, calendrier.mois, departements.departement
    from {{ ref('calendrier') }} as calendrier
    cross join departements
    left join {{ ref('rsa_livraisons') }} as livraisons using (departement, mois)
    where
        livraisons.mois is null
        and calendrier.indicateur in (
            select indicateur from {{ ref('stg_contexte__annonce') }}
            where {{ porte_le_rsa('dimension') }}
        )
)

select distinct
    besoins.indicateur,
    besoins.mois,
    manquantes.departement,
    'toutes' as dimension
from besoins
inner join manquantes
    on
        besoins.source = manquantes.source
        and manquantes.premier_mois <= besoins.jusqu_a
        and manquantes.dernier_mois >= besoins.depuis
union all
select indicateur, mois, departement, 'rsa' as dimension
from sans_rsa
