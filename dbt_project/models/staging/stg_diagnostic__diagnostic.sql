-- Diagnoses, at their current version; one made after the observation does not exist yet.
with connues as (
    select
        numero_ft,
        date_diagnostic,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('diagnostic', 'diagnostic') }}
),

courantes as (
    {{ version_courante('connues', ['numero_ft', 'date_diagnostic'], ['date_extraction']) }}
)

select * from courantes
where date_diagnostic <= {{ date_observation() }}
