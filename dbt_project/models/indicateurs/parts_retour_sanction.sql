-- Registered persons on whom a suspension, a suppression or a reduction takes effect in the month (regime of
-- jobseekers): did a job that counts begin within the window? One row per person and month, her first act.
with actes as (
    select
        numero_ft,
        date_effet as quand
    from {{ ref('stg_sanction__acte') }}
    where regime = 'DE' and nature_acte in ('REDUCTION', 'SUSPENSION', 'SUPPRESSION')
),

inscrits as (
    {{ inscrits_ce_jour('actes') }}
),

premiers as (
    select *
    from inscrits
    qualify row_number() over (partition by personne_id, mois order by quand) = 1
),

emplois as (
    select
        premiers.personne_id,
        premiers.mois,
        min(emplois.debut) as emploi_debut
    from premiers
    inner join {{ ref('emploi_spells') }} as emplois
        on premiers.personne_id = emplois.personne_id and emplois.debut >= premiers.quand
    where emplois.compte
    group by premiers.personne_id, premiers.mois
),

sorties as (
    select
        premiers.personne_id,
        premiers.mois,
        min(sorties.date_sortie) as date_sortie
    from premiers
    inner join {{ ref('sorties_du_champ') }} as sorties
        on premiers.personne_id = sorties.personne_id and sorties.date_sortie >= premiers.quand
    group by premiers.personne_id, premiers.mois
),

fenetres as (
    select
        premiers.*,
        indicateurs.indicateur,
        emplois.emploi_debut,
        sorties.date_sortie,
        {{ ajoute_mois('premiers.quand', 'indicateurs.horizon_mois') }} as fenetre_fin
    from premiers
    left join emplois using (personne_id, mois)
    left join sorties using (personne_id, mois)
    cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
    where indicateurs.famille = 'retour_sanction' and premiers.age between 16 and 64
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
    {{ tranche_age('age') }} as tranche_age,
    not exclu as au_denominateur,
    not exclu and coalesce(emploi_debut <= fenetre_fin, false) as au_numerateur,
    exclu,
    cast(null as integer) as jour
from issues
