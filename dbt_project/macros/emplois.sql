{# Without term, or planned for six months to the day: the planned end that was declared last decides. #}
{% macro est_durable(classe, debut, fin_prevue) -%}
{{ classe }} = 'CDI'
    or coalesce({{ fin_prevue }} >= {{ ajoute_jours(ajoute_mois(debut, 6), -1) }}, false)
{%- endmacro %}
{# Who died or retired in the window before any return is left out. #}
{% macro sorti_avant_retour(date_sortie, emploi_debut, fenetre_fin) -%}
coalesce(
    {{ date_sortie }} <= {{ fenetre_fin }} and ({{ emploi_debut }} is null or {{ date_sortie }} < {{ emploi_debut }}),
    false
)
{%- endmacro %}

{# Of a cohort (personne_id, age; one row per person and month), for each indicator of `famille`: whether a job that counts
   began within its window, from the day `jour` on. Who died or retired in it before any job is left out (indicators.md
   §3.4). #}
{% macro retours_apres(cohorte, jour, famille) -%}
select
    *,
    {{ sorti_avant_retour('date_sortie', 'emploi_debut', 'fenetre_fin') }} as exclu,
    not exclu as au_denominateur,
    not exclu and coalesce(emploi_debut <= fenetre_fin, false) as au_numerateur
from (
    select
        cohorte.*,
        indicateurs.indicateur,
        premiers.emploi_debut,
        premiers.date_sortie,
        {{ ajoute_mois('cohorte.' ~ jour, 'indicateurs.horizon_mois') }} as fenetre_fin
    from {{ cohorte }} as cohorte
    left join {{ ref('premier_emploi_apres') }} as premiers
        on cohorte.personne_id = premiers.personne_id and cohorte.{{ jour }} = premiers.jour
    cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
    where indicateurs.famille = '{{ famille }}' and cohorte.age between 16 and 64
) as fenetres
{%- endmacro %}

{# Contracts of a person with one SIREN at most `ecart` days apart are one chain: they gain `chaine_debut`, the start of
   its first. `contrats` has personne_id, siren, debut and fin_effective. #}
{% macro en_chaines(contrats, ecart) -%}
select
    * exclude (fin_avant),
    max(case when {{ jours_entre('fin_avant', 'debut') }} <= {{ ecart }} then null else debut end) over (
        partition by personne_id, siren order by debut, fin_effective
        rows between unbounded preceding and current row
    ) as chaine_debut
from (
    select
        *,
        max(fin_effective) over (
            partition by personne_id, siren order by debut, fin_effective
            rows between unbounded preceding and 1 preceding
        ) as fin_avant
    from {{ contrats }}
) as precedes
{%- endmacro %}

{# Of each chain that a transfer joins to others, however far, the first of them: spell_siren, spell_debut. `transferts`
   has personne_id, siren, chaine_debut, ancien_siren, ancienne_chaine_debut. #}
{% macro premieres_chaines(transferts) -%}
with recursive liens as (
    select personne_id, siren, chaine_debut, ancien_siren as autre_siren, ancienne_chaine_debut as autre_debut
    from {{ transferts }}
    union
    select
        personne_id,
        ancien_siren as siren,
        ancienne_chaine_debut as chaine_debut,
        siren as autre_siren,
        chaine_debut as autre_debut
    from {{ transferts }}
),

-- every chain that a chain reaches by transfers
atteintes as (
    select * from liens
    union
    select
        atteintes.personne_id,
        atteintes.siren,
        atteintes.chaine_debut,
        liens.autre_siren,
        liens.autre_debut
    from atteintes
    inner join liens
        on
            atteintes.personne_id = liens.personne_id
            and atteintes.autre_siren = liens.siren
            and atteintes.autre_debut = liens.chaine_debut
)

select
    personne_id,
    siren,
    chaine_debut,
    autre_siren as spell_siren,
    autre_debut as spell_debut
from atteintes
qualify row_number() over (
    partition by personne_id, siren, chaine_debut order by autre_debut asc, autre_siren asc
) = 1
{%- endmacro %}
