-- A person in a household's file of a month, at its current version. Rights belong to a household, duties to persons. A
-- household that the latest whole flow does not name is no longer there; Caf and MSA stand side by side.
with connues as (
    select
        recues.personne_id,
        recues.dossier,
        recues.role,
        recues.mois,
        recues.soumis,
        recues.etat_dossier,
        recues.naissance_mois,
        recues.sexe,
        recues.commune,
        recues.organisme,
        recues.emetteur,
        recues.ordre_emission,
        recues.date_reception,
        recues.fichier,
        recues.ligne
    from {{ lac_des_personnes('rsa', 'droit') }} as recues
    inner join {{ ref('stg_rsa__fichier') }} as flux
        on
            recues.fichier = flux.fichier
            and recues.date_reception = flux.date_reception
            and recues.organisme = flux.organisme
            and recues.numero_organisme = flux.numero_organisme
            and recues.mois = flux.mois
    where flux.en_vigueur
)

{{ version_courante('connues', ['personne_id', 'mois', 'dossier'], ['ordre_emission']) }}
