-- The first job that counts from each day after which one is looked for, computed once; every horizon is read from it.
-- A job that began before that day is not a return; one that begins that day is. Beside the first job of any kind: the
-- first durable contract of one, the first that lasts, the first that is not subsidised; those of the Dares' file of
-- labour movements; and the day she leaves the field (indicators.md §3.1, §3.2 and §3.4).
with jours as (
    select
        personne_id,
        debut as jour
    from {{ ref('entrees') }}
    where premiere_du_mois
    union
    select
        personne_id,
        fin_formation as jour
    from {{ ref('fins_formation') }}
    union
    select
        personne_id,
        fin_immersion as jour
    from {{ ref('fins_immersion') }}
    union
    select
        personne_id,
        quand as jour
    from {{ ref('sanctionnes') }}
),

retours as (
    select
        jours.personne_id,
        jours.jour,
        emplois.employeur,
        emplois.debut as emploi_debut,
        emplois.six_mois
    from jours
    inner join {{ ref('emploi_spells') }} as emplois
        on jours.personne_id = emplois.personne_id and emplois.debut >= jours.jour
    where emplois.compte
),

premiers as (
    select
        retours.personne_id,
        retours.jour,
        min(retours.emploi_debut) as emploi_debut,
        min(case when maillons.durable then maillons.debut end) as durable_debut,
        min(case when retours.six_mois then retours.emploi_debut when maillons.durable then maillons.debut end)
            as durable_realise_debut,
        min(case when not maillons.passerelle then maillons.debut end) as hors_passerelle_debut
    from retours
    inner join {{ ref('emploi_maillons') }} as maillons
        on
            retours.personne_id = maillons.personne_id
            and retours.employeur = maillons.employeur
            and retours.emploi_debut = maillons.spell_debut
    group by retours.personne_id, retours.jour
),

mouvements as (
    select
        jours.personne_id,
        jours.jour,
        min(emplois.suite_debut) as mmo_debut,
        min(case when emplois.durable then emplois.debut end) as durable_mmo_debut
    from jours
    inner join {{ ref('emplois_mmo') }} as emplois
        on jours.personne_id = emplois.personne_id and emplois.suite_debut >= jours.jour
    group by jours.personne_id, jours.jour
),

sorties as (
    select
        jours.personne_id,
        jours.jour,
        min(sorties.date_sortie) as date_sortie
    from jours
    inner join {{ ref('sorties_du_champ') }} as sorties
        on jours.personne_id = sorties.personne_id and sorties.date_sortie >= jours.jour
    group by jours.personne_id, jours.jour
)

select
    personne_id,
    jour,
    premiers.emploi_debut,
    premiers.durable_debut,
    premiers.durable_realise_debut,
    premiers.hors_passerelle_debut,
    mouvements.mmo_debut,
    mouvements.durable_mmo_debut,
    sorties.date_sortie
from premiers
full outer join mouvements using (personne_id, jour)
full outer join sorties using (personne_id, jour)
