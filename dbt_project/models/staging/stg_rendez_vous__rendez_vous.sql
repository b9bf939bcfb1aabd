-- Appointments, at their last known state; one fixed for after the observation is still to come.
with connues as (
    select
        rendez_vous,
        numero_ft,
        date_rendez_vous,
        motif_rendez_vous,
        statut,
        issue,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('rendez_vous', 'rendez_vous') }}
),

courantes as (
    {{ version_courante('connues', ['rendez_vous'], ['date_extraction']) }}
)

select * from courantes
where date_rendez_vous <= {{ date_observation() }}
