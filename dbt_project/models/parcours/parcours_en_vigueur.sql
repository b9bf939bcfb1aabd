-- The one orientation in force for a person, from day to day: from its decision to the day she leaves the parcours.
with spells as (
    select
        personne_id,
        parcours,
        date_decision as debut,
        date_sortie_parcours as fin
    from {{ ref('orientations_decidees') }}
)

{{ en_vigueur('spells', ['parcours']) }}
