-- Immersions that ended in the month, of persons registered on their first day: did a job that counts begin within the
-- window? One row per person and month, her last end; she is where the registration of the first day says.
with immersions as (
    select
        numero_ft,
        date_debut as quand,
        date_fin
    from {{ ref('stg_accompagnement__action') }}
    where statut = 'REALISEE' and type_action = 'IMMERSION' and date_fin <= {{ date_observation() }}
),

commencees as (
    {{ inscrits_ce_jour('immersions') }}
),

finies as (
    select
        * exclude (mois, age),
        {{ mois_de('date_fin') }} as mois,
        {{ age('naissance_mois', 'date_fin') }} as age
    from commencees
    qualify row_number() over (
        partition by personne_id, {{ mois_de('date_fin') }} order by date_fin desc, quand desc
    ) = 1
),

emplois as (
    select
        finies.personne_id,
        finies.mois,
        min(emplois.debut) as emploi_debut
    from finies
    inner join {{ ref('emploi_spells') }} as emplois
        on finies.personne_id = emplois.personne_id and emplois.debut >= finies.date_fin
    where emplois.compte
    group by finies.personne_id, finies.mois
),

sorties as (
    select
        finies.personne_id,
        finies.mois,
        min(sorties.date_sortie) as date_sortie
    from finies
    inner join {{ ref('sorties_du_champ') }} as sorties
        on finies.personne_id = sorties.personne_id and sorties.date_sortie >= finies.date_fin
    group by finies.personne_id, finies.mois
),

fenetres as (
    select
        finies.*,
        indicateurs.indicateur,
        emplois.emploi_debut,
        sorties.date_sortie,
        {{ ajoute_mois('finies.date_fin', 'indicateurs.horizon_mois') }} as fenetre_fin
    from finies
    left join emplois using (personne_id, mois)
    left join sorties using (personne_id, mois)
    cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
    where indicateurs.famille = 'retour_immersion' and finies.age between 16 and 64
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
