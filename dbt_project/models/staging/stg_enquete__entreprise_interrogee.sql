-- Questions on overall satisfaction sent to establishments, at their last known state; one sent after the observation
-- does not exist, an answer after it is not there yet.
with connues as (
    select
        siret,
        cle_enregistrement,
        {{ reponse_ponderee() }},
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('enquete', 'entreprise_interrogee') }}
    where question = 'satisfaction_globale'
),

courantes as (
    {{ version_courante('connues', ['siret', 'date_envoi'], ['date_extraction']) }}
)

select * from courantes
where date_envoi <= {{ date_observation() }}
