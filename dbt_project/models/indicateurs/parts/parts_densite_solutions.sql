-- Services of insertion that answer a constraint, to be set against who has one: the services listed at month end are
-- the numerator, the registered who have a constraint that day the denominator, and neither is part of the other. A
-- service or a person may be of several constraints; a theme of data.inclusion, of its schema v0 or v1, answers one.
{% set contraintes = {
    'numerique': ['numerique'],
    'mobilite': ['mobilite'],
    'familiale': ['famille', 'garde-denfant'],
    'sante': ['sante'],
    'savoirs': ['lecture-ecriture-calcul', 'apprendre-francais', 'illettrisme'],
    'logement': ['logement-hebergement'],
    'financiere': ['gestion-financiere', 'difficultes-financieres', 'equipement-et-alimentation'],
    'administrative': ['acces-aux-droits-et-citoyennete', 'difficultes-administratives-ou-juridiques'],
} %}
with listes as (
    -- each collection lists them all: the last of the month holds at its end
    select
        {{ mois_de('date_extraction') }} as mois,
        max(date_extraction) as date_extraction
    from {{ ref('stg_service_insertion__service') }}
    group by {{ mois_de('date_extraction') }}
),

-- a service is where it says, or where its structure is; one that is nowhere, or was left unattended, is not offered
services as (
    select
        listes.mois,
        lieux.lieu,
        lieux.departement,
        services.cle_enregistrement as cle,
        {% for contrainte, themes in contraintes.items() %}
            case when {{ est_du_theme('services.thematiques', themes) }} then '{{ contrainte }}' end
                as contrainte_{{ contrainte }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from {{ ref('stg_service_insertion__service') }} as services
    inner join listes using (date_extraction)
    left join {{ ref('stg_service_insertion__structure') }} as structures using (structure, date_extraction)
    inner join {{ ref('lieux') }} as lieux on coalesce(services.commune, structures.commune) = lieux.code
    where
        services.date_mise_a_jour
        between {{ ajoute_mois(dernier_jour('listes.mois'), -6) }} and {{ dernier_jour('listes.mois') }}
),

freinees as (
    select
        personne_id,
        mois,
        {% for contrainte in contraintes %}
            max(case when contrainte = upper('{{ contrainte }}') then '{{ contrainte }}' end)
                as contrainte_{{ contrainte }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from {{ ref('contraintes_fin_de_mois') }}
    group by personne_id, mois
),

parts as (
    select
        *,
        false as au_denominateur,
        true as au_numerateur
    from services
    where
        {% for contrainte in contraintes %}
            contrainte_{{ contrainte }} is not null{% if not loop.last %} or{% endif %}
        {% endfor %}
    union all
    select
        inscrits.mois,
        inscrits.lieu,
        inscrits.departement,
        inscrits.cle,
        {% for contrainte in contraintes %}
            freinees.contrainte_{{ contrainte }},
        {% endfor %}
        true as au_denominateur,
        false as au_numerateur
    from {{ ref('inscrits_fin_de_mois') }} as inscrits
    inner join freinees using (personne_id, mois)
)

select
    indicateurs.indicateur,
    parts.*,
    false as exclu,
    cast(null as integer) as jour
from parts
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs on indicateurs.famille = 'densite_solutions'
