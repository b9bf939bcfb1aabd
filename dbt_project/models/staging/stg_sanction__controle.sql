-- Controls of the search for a job, at their last known state; one closed after the observation is still open.
with connues as (
    select
        controle,
        numero_ft,
        date_cloture,
        suite_donnee,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('sanction', 'controle') }}
),

courantes as (
    {{ version_courante('connues', ['controle'], ['date_extraction']) }}
)

select * from courantes
where date_cloture <= {{ date_observation() }}
