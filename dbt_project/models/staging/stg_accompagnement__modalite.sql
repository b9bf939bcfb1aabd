-- Periods of a modality of support, at their last known state; one that begins after the observation does not exist.
with connues as (
    select
        numero_ft,
        modalite,
        operateur,
        date_debut,
        date_fin,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('accompagnement', 'modalite') }}
),

courantes as (
    {{ version_courante('connues', ['numero_ft', 'date_debut', 'modalite'], ['date_extraction']) }}
)

select * from courantes
where date_debut <= {{ date_observation() }}
