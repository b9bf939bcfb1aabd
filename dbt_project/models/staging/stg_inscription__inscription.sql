-- Registrations, at their current version; one dated after the observation does not exist yet.
with connues as (
    select
        personne_id,
        numero_ft,
        date_inscription,
        naissance_mois,
        sexe,
        code_inscription = '9' as reprise_stock,
        ndem,
        motif_inscription,
        categorie,
        niveau_formation,
        diplome_obtenu,
        boeth,
        qpv,
        commune,
        emetteur,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac_des_personnes('inscription', 'inscription') }}
),

courantes as (
    {{ version_courante('connues', ['personne_id', 'date_inscription'], ['date_extraction']) }}
)

select * from courantes
where date_inscription <= {{ date_observation() }}
