-- An action of a plan, at its last update; an update of a day to come is not there yet.
with connues as (
    select
        action_plan,
        territoire_niveau,
        territoire_code,
        theme,
        echeance,
        etapes,
        etapes_faites,
        statut,
        date_mise_a_jour,
        date_reception,
        fichier,
        ligne
    from {{ lac('plan_action', 'action_de_plan') }}
    where date_mise_a_jour <= {{ date_observation() }}
)

{{ version_courante('connues', ['action_plan', 'territoire_niveau', 'territoire_code'], ['date_mise_a_jour']) }}
