-- Trainings that ended in the month, by their term or by abandon: did a job that counts begin within the window? One
-- row per person and month, her last end (indicators.md §3.4).
with fins as (
    select *
    from {{ ref('fins_formation') }}
),

connues as (
    {{ avec_rsa('fins') }}
),

decrites as (
    {{ decrites('connues') }}
),

fenetres as (
    select
        decrites.*,
        indicateurs.indicateur,
        premiers.emploi_debut,
        premiers.date_sortie,
        {{ ajoute_mois('decrites.fin_formation', 'indicateurs.horizon_mois') }} as fenetre_fin
    from decrites
    left join {{ ref('premier_emploi_apres') }} as premiers
        on decrites.personne_id = premiers.personne_id and decrites.fin_formation = premiers.jour
    cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
    where indicateurs.famille = 'retour_formation' and decrites.age between 16 and 64
),

issues as (
    select
        *,
        {{ sorti_avant_retour('date_sortie', 'emploi_debut', 'fenetre_fin') }} as exclu
    from fenetres
)

select
    indicateur,
    mois,
    lieu,
    departement,
    cle,
    {{ dites_par('issues') }},
    {{ type_formation('dispositif') }} as type_formation,
    {{ financeur('financeurs') }} as financeur,
    not exclu as au_denominateur,
    not exclu and coalesce(emploi_debut <= fenetre_fin, false) as au_numerateur,
    exclu,
    cast(null as integer) as jour
from issues
