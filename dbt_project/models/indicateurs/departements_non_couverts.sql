-- For each indicator and month, the départements whose files are not all there: they are left out of every aggregate,
-- rather than counted low. The population's file is needed for the month, the files of events to the end of the
-- horizon.
with besoins as (
    select
        calendrier.indicateur,
        calendrier.mois,
        indicateur_source.source,
        case
            when indicateur_source.jusqu_a_l_horizon then {{ mois_de('calendrier.besoin_fin') }}
            else calendrier.mois
        end as jusqu_a
    from {{ ref('calendrier') }} as calendrier
    inner join {{ ref('stg_contexte__indicateur_source') }} as indicateur_source using (indicateur)
),

-- a missing national file is missing everywhere, the unknown place included
manquantes as (
    select source, mois, emetteur as departement
    from {{ ref('livraisons_manquantes') }}
    union
    select manquantes.source, manquantes.mois, territoires.territoire_code as departement
    from {{ ref('livraisons_manquantes') }} as manquantes
    cross join {{ ref('stg_contexte__territoire') }} as territoires
    where manquantes.emetteur = 'FR' and territoires.territoire_niveau = 'departement'
)

select distinct
    besoins.indicateur,
    besoins.mois,
    manquantes.departement
from besoins
inner join manquantes
    on besoins.source = manquantes.source and manquantes.mois between besoins.mois and besoins.jusqu_a
