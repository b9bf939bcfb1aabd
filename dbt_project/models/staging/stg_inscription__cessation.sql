-- Ends of registration, at their current version.
with connues as (
    select
        personne_id,
        date_cessation,
        motif_cessation,
        emetteur,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac_des_personnes('inscription', 'cessation') }}
),

courantes as (
    {{ version_courante('connues', ['personne_id', 'date_cessation', 'emetteur'], ['date_extraction']) }}
)

select * from courantes
where date_cessation <= {{ date_observation() }}
