-- Posts of the national file, at their last known state; a day of after the observation is not there yet.
with connues as (
    select
        offre,
        rang,
        cle_enregistrement,
        date_depot,
        date_cloture,
        issue,
        faute_de_candidats,
        type_offre,
        taille_etablissement,
        cadre,
        date_diagnostic,
        commune,
        siret,
        date_extraction,
        date_reception,
        fichier,
        ligne
    from {{ lac('poste', 'poste') }}
),

courantes as (
    {{ version_courante('connues', ['offre', 'rang'], ['date_extraction']) }}
)

select
    * exclude (date_cloture),
    case when date_cloture <= {{ date_observation() }} then date_cloture end as date_cloture
from courantes
where date_depot <= {{ date_observation() }}
