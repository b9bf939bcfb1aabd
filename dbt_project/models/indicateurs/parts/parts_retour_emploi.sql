-- Who entered the registers in a month, aged 16 to 64, and did a job that counts begin within the window? Who died or
-- retired in the window before any return is left out (indicators.md §3.1 and §3.2).
with cohortes as (
    select
        entrees.*,
        premiers.emploi_debut,
        premiers.durable_debut,
        premiers.durable_realise_debut,
        premiers.hors_passerelle_debut,
        premiers.mmo_debut,
        premiers.durable_mmo_debut,
        premiers.date_sortie
    from {{ ref('entrees') }} as entrees
    -- left join: whoever never worked stays in the denominator
    left join {{ ref('premier_emploi_apres') }} as premiers
        on entrees.personne_id = premiers.personne_id and entrees.debut = premiers.jour
    where entrees.premiere_du_mois and entrees.age between 16 and 64
),

fenetres as (
    select
        cohortes.*,
        horizons.indicateur,
        {{ ajoute_mois('cohortes.debut', 'horizons.horizon_mois') }} as fenetre_fin,
        case horizons.indicateur
            when 'emploi_durable_6m' then cohortes.durable_debut
            when 'emploi_durable_realise_6m' then cohortes.durable_realise_debut
            when 'retour_emploi_6m_hors_passerelle' then cohortes.hors_passerelle_debut
            when 'retour_emploi_mmo' then cohortes.mmo_debut
            when 'retour_emploi_durable_mmo' then cohortes.durable_mmo_debut
            else cohortes.emploi_debut
        end as evenement,
        -- the first return of any kind, as the measure sees returns
        case
            when horizons.indicateur in ('retour_emploi_mmo', 'retour_emploi_durable_mmo') then cohortes.mmo_debut
            else cohortes.emploi_debut
        end as retour
    from cohortes
    cross join {{ ref('stg_contexte__indicateur') }} as horizons
    where horizons.famille = 'retour_emploi'
),

issues as (
    select
        *,
        {{ sorti_avant_retour('date_sortie', 'retour', 'fenetre_fin') }} as exclu
    from fenetres
)

select
    indicateur,
    mois,
    lieu,
    commune,
    departement,
    cle,
    {{ dites_par('issues') }},
    not exclu as au_denominateur,
    not exclu and coalesce(evenement <= fenetre_fin, false) as au_numerateur,
    exclu,
    cast(null as integer) as jour
from issues
