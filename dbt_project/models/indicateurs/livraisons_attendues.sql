-- Every delivery that should be there, and whether it is: a sender's file (of each entity: registrations, and their
-- ends) of a month, or of a quarter, its source has otherwise delivered.
with emetteurs as (
    select sources.source, territoires.territoire_code as emetteur
    from {{ ref('stg_contexte__source') }} as sources
    cross join {{ ref('stg_contexte__territoire') }} as territoires
    where sources.emetteur = 'departement' and territoires.territoire_niveau = 'departement'
    union all
    select source, 'FR' as emetteur
    from {{ ref('stg_contexte__source') }}
    where emetteur = 'national'
),

entites as (
    select distinct source, entite
    from {{ ref('stg_contexte__livraison') }}
),

mois_connus as (
    select
        source,
        premier_mois,
        {{ serie_mois('premier_mois', 'dernier_mois') }} as mois
    from {{ ref('mois_observes') }}
),

attendues as (
    select
        emetteurs.source,
        entites.entite,
        emetteurs.emetteur,
        mois_connus.mois
    from emetteurs
    inner join entites using (source)
    inner join {{ ref('stg_contexte__source') }} as sources using (source)
    inner join mois_connus
        on
            emetteurs.source = mois_connus.source
            -- a quarter's file is named for its last month
            and ({{ mois_entre('mois_connus.premier_mois', 'mois_connus.mois') }} + 1) % sources.cadence_mois = 0
),

recues as (
    select distinct source, entite, emetteur, mois
    from {{ ref('stg_contexte__livraison') }}
)

select
    attendues.source,
    attendues.entite,
    attendues.emetteur,
    attendues.mois,
    recues.source is not null as recue
from attendues
left join recues using (source, entite, emetteur, mois)
