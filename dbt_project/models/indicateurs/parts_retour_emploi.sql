-- Who entered the registers in a month, aged 16 to 64, and did a job that counts begin within the window? Who died or
-- retired in the window before any return is left out (indicators.md §3.1).
with cohortes as (
    select
        entrees.*,
        premiers.emploi_debut,
        premiers.date_sortie
    from {{ ref('entrees') }} as entrees
    -- left join: whoever never worked stays in the denominator
    left join {{ ref('premier_emploi_apres_entree') }} as premiers using (personne_id, debut)
    where entrees.premiere_du_mois and entrees.age between 16 and 64
),

fenetres as (
    select
        cohortes.*,
        horizons.indicateur,
        {{ ajoute_mois('cohortes.debut', 'horizons.horizon_mois') }} as fenetre_fin
    from cohortes
    cross join {{ ref('stg_contexte__indicateur') }} as horizons
    where horizons.famille = 'retour_emploi'
),

issues as (
    select
        *,
        coalesce(
            date_sortie <= fenetre_fin and (emploi_debut is null or date_sortie < emploi_debut), false
        ) as exclu
    from fenetres
)

select
    indicateur,
    mois,
    lieu,
    departement,
    cle,
    sexe,
    tranche_age,
    rsa,
    type_inscription,
    not exclu as au_denominateur,
    not exclu and coalesce(emploi_debut <= fenetre_fin, false) as au_numerateur,
    exclu,
    cast(null as integer) as jour
from issues
