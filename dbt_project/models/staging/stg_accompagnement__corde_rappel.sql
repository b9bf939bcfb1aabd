-- Reviews due, done or not, at their last known state; one due after the observation is not due yet.
with connues as (
    select
        numero_ft,
        date_echeance,
        cause,
        date_realisation,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('accompagnement', 'corde_rappel') }}
),

courantes as (
    {{ version_courante('connues', ['numero_ft', 'date_echeance', 'cause'], ['date_extraction']) }}
)

select * from courantes
where date_echeance <= {{ date_observation() }}
