-- Events of persons in training sessions, at their last known state; one of after the observation does not exist.
with connues as (
    select
        personne_id,
        session,
        evenement,
        date_evenement,
        type_formation,
        cpf_autonome,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac_des_personnes('agora', 'evenement') }}
),

courantes as (
    {{ version_courante(
        'connues', ['personne_id', 'session', 'evenement', 'date_evenement'], ['date_extraction']
    ) }}
)

select * from courantes
where date_evenement <= {{ date_observation() }}
