-- Posts of offers, at their last known state.
with connues as (
    select
        offre,
        rang,
        statut,
        date_pourvoi,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('offre', 'poste') }}
)

{{ version_courante('connues', ['offre', 'rang'], ['date_extraction']) }}
