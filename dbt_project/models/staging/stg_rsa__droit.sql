-- A person in a household's file of a month, at its current version. Rights belong to a household, duties to persons.
with connues as (
    select
        personne_id,
        dossier,
        mois,
        soumis,
        etat_dossier,
        naissance_mois,
        sexe,
        commune,
        emetteur,
        ordre_emission,
        date_reception,
        fichier,
        ligne
    from {{ lac('rsa', 'droit') }}
)

{{ version_courante('connues', ['personne_id', 'mois', 'dossier'], ['ordre_emission']) }}
