-- Contrats d'engagement, signed or not, at their last known state; one drawn up after the observation does not exist.
with connues as (
    select
        contrat_engagement,
        numero_ft,
        date_creation_contrat,
        date_signature,
        date_cloture,
        heures_prevues,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('contrat_engagement', 'contrat') }}
),

courantes as (
    {{ version_courante('connues', ['contrat_engagement'], ['date_extraction']) }}
)

select * from courantes
where date_creation_contrat <= {{ date_observation() }}
