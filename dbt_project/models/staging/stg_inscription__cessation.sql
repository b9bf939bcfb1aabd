-- Ends of registration, at their current version.
with connues as (
    select
        personne_id,
        date_cessation,
        motif_cessation,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('inscription', 'cessation') }}
    where date_cessation <= {{ date_observation() }}
)

{{ version_courante('connues', ['personne_id', 'date_cessation'], ['date_extraction']) }}
