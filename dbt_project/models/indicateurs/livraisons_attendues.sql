-- Every delivery that should be there, and whether it is: a sender's file (of each entity: registrations, and their
-- ends) of a month its source has otherwise delivered.
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

attendues as (
    select
        emetteurs.source,
        entites.entite,
        emetteurs.emetteur,
        {{ serie_mois('observes.premier_mois', 'observes.dernier_mois') }} as mois
    from emetteurs
    inner join entites using (source)
    inner join {{ ref('mois_observes') }} as observes using (source)
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
