-- Actions of support, at their last known state; one that begins after the observation does not exist yet.
with connues as (
    select
        numero_ft,
        type_action,
        operateur,
        statut,
        date_debut,
        date_fin,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('accompagnement', 'action') }}
),

courantes as (
    {{ version_courante('connues', ['numero_ft', 'type_action', 'date_debut', 'operateur'], ['date_extraction']) }}
)

select * from courantes
where date_debut <= {{ date_observation() }}
