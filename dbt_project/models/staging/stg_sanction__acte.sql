-- Acts of the regimes of jobseekers and of the CEJ, at their last known state; one without effect yet does not exist.
with connues as (
    select
        acte,
        numero_ft,
        regime,
        nature_acte,
        date_effet,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('sanction', 'acte') }}
),

courantes as (
    {{ version_courante('connues', ['acte'], ['date_extraction']) }}
)

select * from courantes
where date_effet <= {{ date_observation() }}
