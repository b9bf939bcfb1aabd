-- A person in a training session, at its last known state.
with connues as (
    select
        numero_ft,
        session,
        dispositif,
        financeurs,
        date_entree,
        date_abandon,
        date_sortie,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('formation', 'formation') }}
)

{{ version_courante('connues', ['numero_ft', 'session'], ['date_extraction']) }}
