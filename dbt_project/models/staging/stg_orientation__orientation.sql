-- Orientations, at their last known state.
with connues as (
    select
        numero_ft,
        date_creation,
        statut,
        etat,
        parcours,
        etat_decision,
        date_decision,
        organisme_decision,
        date_sortie_parcours,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('orientation', 'orientation') }}
)

{{ version_courante('connues', ['numero_ft', 'date_creation'], ['date_extraction']) }}
