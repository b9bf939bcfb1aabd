-- Constraints that diagnoses found, at their last known state; one found after the observation does not exist yet.
with connues as (
    select
        numero_ft,
        date_diagnostic,
        contrainte,
        date_detection,
        date_levee,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('diagnostic', 'contrainte') }}
),

courantes as (
    {{ version_courante('connues', ['numero_ft', 'date_diagnostic', 'contrainte'], ['date_extraction']) }}
)

select * from courantes
where date_detection <= {{ date_observation() }}
