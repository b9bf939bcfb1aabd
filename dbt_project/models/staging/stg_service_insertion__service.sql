-- Services of insertion, as each collection lists them; one made after the observation does not exist yet.
with connues as (
    select
        service,
        cle_enregistrement,
        structure,
        thematiques,
        commune,
        date_mise_a_jour,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('service_insertion', 'service') }}
),

courantes as (
    {{ version_courante('connues', ['service', 'date_extraction'], []) }}
)

select * from courantes
where date_extraction <= {{ date_observation() }}
