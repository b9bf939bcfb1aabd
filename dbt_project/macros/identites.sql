{# One person, one id: the ids of the lake replaced by those of stg_identite__personne_courante, before any precedence. #}

{# Every person met at the door by the sources that meet some, as often as it was: to be filtered before anything else. #}
{% macro personnes_recues() -%}
{%- set sources = [
    'agora', 'dsn', 'fichier_historique', 'informations_administratives', 'inscription', 'mission_locale', 'rsa', 'webrsa'
] -%}
(
    {%- for origine in sources %}
    select personne_id, cle_enregistrement, identite_type, etat_civil_id
    from {{ lac(origine, 'personne') }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)
{%- endmacro %}

{# Ways twice as long as those of `pas`: where each id arrives, by which latest equivalence (`rang`), which led to
   `derniere`. An id that leads nowhere further stays where it is. #}
{% macro deux_fois_plus_loin(pas) -%}
select
        ici.personne_id,
        coalesce(suite.arrivee, ici.arrivee) as arrivee,
        case when suite.rang > ici.rang then suite.derniere else ici.derniere end as derniere,
        case when suite.rang > ici.rang then suite.rang else ici.rang end as rang
    from {{ pas }} as ici
    left join {{ pas }} as suite on ici.arrivee = suite.personne_id
{%- endmacro %}

{# Landed rows of an entity, each under the current id of its person. #}
{% macro lac_des_personnes(source, entite) -%}
(
    select
        recues.* exclude (personne_id),
        coalesce(courantes.personne_courante, recues.personne_id) as personne_id
    from {{ lac(source, entite) }} as recues
    left join {{ ref('stg_identite__personne_courante') }} as courantes on recues.personne_id = courantes.personne_id
)
{%- endmacro %}

{# The record key of each person of a source: that of her current id, wherever it was met. #}
{% macro cles_des_personnes(source) -%}
select distinct
    coalesce(courantes.personne_courante, recues.personne_id) as personne_id,
    coalesce(courantes.cle_enregistrement, recues.cle_enregistrement) as cle_enregistrement
from {{ lac(source, 'personne') }} as recues
left join {{ ref('stg_identite__personne_courante') }} as courantes on recues.personne_id = courantes.personne_id
{%- endmacro %}

{# How the rows of each source say who they are about: `methode` (nir, ntt, etat_civil; numero_ft, dossier: links), the
   id or the link where another table tells whether it leads to somebody, how many rows, and the sum of their record
   keys (`cle`: there, the pseudonym stands for the row). One entity a source: its first. #}
{% macro lignes_identifiees() -%}
{%- set par_methode = [
    ['dsn', 'individu'],
    ['informations_administratives', 'inscrit'],
    ['mission_locale', 'accompagnement'],
    ['rsa', 'droit'],
    ['webrsa', 'orientation'],
] -%}
{%- set par_nir = [
    ['agora', 'evenement'],
    ['fichier_historique', 'demande'],
    ['inscription', 'inscription'],
] -%}
{%- set par_lien = [
    ['accompagnement', 'action', 'numero_ft'],
    ['contrat_engagement', 'contrat', 'numero_ft'],
    ['diagnostic', 'diagnostic', 'numero_ft'],
    ['enquete', 'personne_interrogee', 'numero_ft'],
    ['formation', 'formation', 'numero_ft'],
    ['orientation', 'orientation', 'numero_ft'],
    ['rendez_vous', 'rendez_vous', 'numero_ft'],
    ['rsa_contact', 'entree_devoirs', 'dossier'],
    ['sanction', 'evenement_rsa', 'numero_ft'],
    ['situation_mensuelle', 'situation', 'numero_ft'],
] -%}
(
    {%- for origine, entite in par_methode %}
    select
        '{{ origine }}' as source,
        methode_appariement as methode,
        case when methode_appariement <> 'nir' then personne_id end as personne_id,
        cast(null as bigint) as lien,
        count(*) as lignes,
        {{ somme_cle('personne_id') }} as cle
    from {{ lac(origine, entite) }}
    group by methode_appariement, case when methode_appariement <> 'nir' then personne_id end
    union all
    {%- endfor %}
    {%- for origine, entite in par_nir %}
    select
        '{{ origine }}' as source,
        'nir' as methode,
        null as personne_id,
        null as lien,
        count(*) as lignes,
        {{ somme_cle('personne_id') }} as cle
    from {{ lac(origine, entite) }}
    union all
    {%- endfor %}
    {%- for origine, entite, colonne in par_lien %}
    select
        '{{ origine }}' as source,
        '{{ colonne }}' as methode,
        null as personne_id,
        {{ colonne }} as lien,
        count(*) as lignes,
        {{ somme_cle(colonne) }} as cle
    from {{ lac(origine, entite) }}
    group by {{ colonne }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)
{%- endmacro %}
