-- Trainings that ended in the month, by their term or by abandon: did a job that counts begin within the window? One
-- row per person and month, her last end (indicators.md §3.4).
with situees as (
    select *
    from {{ ref('fins_formation') }}
),

emplois as (
    select
        situees.personne_id,
        situees.mois,
        min(emplois.debut) as emploi_debut
    from situees
    inner join {{ ref('emploi_spells') }} as emplois
        on situees.personne_id = emplois.personne_id and emplois.debut >= situees.fin_formation
    where emplois.compte
    group by situees.personne_id, situees.mois
),

sorties as (
    select
        situees.personne_id,
        situees.mois,
        min(sorties.date_sortie) as date_sortie
    from situees
    inner join {{ ref('sorties_du_champ') }} as sorties
        on situees.personne_id = sorties.personne_id and sorties.date_sortie >= situees.fin_formation
    group by situees.personne_id, situees.mois
),

connues as (
    {{ avec_rsa('situees') }}
),

decrites as (
    {{ decrites('connues') }}
),

issues as (
    select
        decrites.*,
        indicateurs.indicateur,
        coalesce(
            emplois.emploi_debut <= {{ ajoute_mois('decrites.fin_formation', 'indicateurs.horizon_mois') }}, false
        ) as retour,
        coalesce(
            sorties.date_sortie <= {{ ajoute_mois('decrites.fin_formation', 'indicateurs.horizon_mois') }}
            and (emplois.emploi_debut is null or sorties.date_sortie < emplois.emploi_debut),
            false
        ) as exclu
    from decrites
    left join emplois using (personne_id, mois)
    left join sorties using (personne_id, mois)
    cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
    where indicateurs.famille = 'retour_formation' and decrites.age between 16 and 64
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
    not exclu and retour as au_numerateur,
    exclu,
    cast(null as integer) as jour
from issues
