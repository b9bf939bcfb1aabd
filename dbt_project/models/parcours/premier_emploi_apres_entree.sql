-- The first job that counts after each entry in a cohort, computed once; every horizon is read from it. A job that
-- began before the entry is not a return; one that begins that day is. Beside the first job of any kind: the first
-- durable contract of one, the first that lasts, the first that is not subsidised (indicators.md §3.1 and §3.2).
with retours as (
    select
        entrees.personne_id,
        entrees.debut,
        emplois.employeur,
        emplois.debut as emploi_debut,
        emplois.six_mois
    from {{ ref('entrees') }} as entrees
    inner join {{ ref('emploi_spells') }} as emplois
        on entrees.personne_id = emplois.personne_id and emplois.debut >= entrees.debut
    where entrees.premiere_du_mois and emplois.compte
),

premiers as (
    select
        retours.personne_id,
        retours.debut,
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
    group by retours.personne_id, retours.debut
),

sorties as (
    select
        entrees.personne_id,
        entrees.debut,
        min(sorties.date_sortie) as date_sortie
    from {{ ref('entrees') }} as entrees
    inner join {{ ref('sorties_du_champ') }} as sorties
        on entrees.personne_id = sorties.personne_id and sorties.date_sortie >= entrees.debut
    where entrees.premiere_du_mois
    group by entrees.personne_id, entrees.debut
)

select
    personne_id,
    debut,
    premiers.emploi_debut,
    premiers.durable_debut,
    premiers.durable_realise_debut,
    premiers.hors_passerelle_debut,
    sorties.date_sortie
from premiers
full outer join sorties using (personne_id, debut)
