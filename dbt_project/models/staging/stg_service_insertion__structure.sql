-- Structures of insertion, as each collection lists them; one made after the observation does not exist yet.
with connues as (
    select
        structure,
        commune,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('service_insertion', 'structure') }}
),

courantes as (
    {{ version_courante('connues', ['structure', 'date_extraction'], []) }}
)

select * from courantes
where date_extraction <= {{ date_observation() }}
