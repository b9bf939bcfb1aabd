-- The first job that counts after each entry in a cohort, computed once; every horizon is read from it. A job that
-- began before the entry is not a return; one that begins that day is.
with premiers as (
    select
        entrees.personne_id,
        entrees.debut,
        min(emplois.debut) as emploi_debut
    from {{ ref('entrees') }} as entrees
    inner join {{ ref('emploi_spells') }} as emplois
        on entrees.personne_id = emplois.personne_id and emplois.debut >= entrees.debut
    where entrees.premiere_du_mois and emplois.compte
    group by entrees.personne_id, entrees.debut
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
    sorties.date_sortie
from premiers
full outer join sorties using (personne_id, debut)
