-- Questions on overall satisfaction sent to persons, at their last known state; one sent after the observation does not
-- exist, an answer after it is not there yet.
with connues as (
    select
        numero_ft,
        {{ reponse_ponderee() }},
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('enquete', 'personne_interrogee') }}
    where question = 'satisfaction_globale'
),

courantes as (
    {{ version_courante('connues', ['numero_ft', 'date_envoi'], ['date_extraction']) }}
)

select * from courantes
where date_envoi <= {{ date_observation() }}
