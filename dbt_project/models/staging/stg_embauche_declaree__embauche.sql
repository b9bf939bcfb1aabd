-- Declarations of hirings of an establishment in a month, by class of contract, at their last known state.
with connues as (
    select
        siret,
        cle_enregistrement,
        mois,
        type_contrat,
        classe_duree,
        commune,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('embauche_declaree', 'embauche') }}
),

courantes as (
    {{ version_courante('connues', ['siret', 'mois', 'type_contrat', 'classe_duree'], ['date_extraction']) }}
)

select * from courantes
where mois <= {{ date_observation() }}
