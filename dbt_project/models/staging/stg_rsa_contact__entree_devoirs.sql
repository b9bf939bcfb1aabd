-- Days on which a person of a household enters rights and duties, as the Caf told them; a day to come is not there yet.
with connues as (
    select
        dossier,
        role,
        date_debut_devoirs,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('rsa_contact', 'entree_devoirs') }}
),

courantes as (
    {{ version_courante('connues', ['dossier', 'role', 'date_debut_devoirs'], ['date_extraction']) }}
)

select * from courantes
where date_debut_devoirs <= {{ date_observation() }}
