-- Every contract that is a job, in its job spell: chains of contracts, those that a transfer joins being one.
with recursive liens as (
    select personne_id, siren, chaine_debut, ancien_siren as autre_siren, ancienne_chaine_debut as autre_debut
    from {{ ref('emploi_transferts') }}
    union
    select
        personne_id,
        ancien_siren as siren,
        ancienne_chaine_debut as chaine_debut,
        siren as autre_siren,
        chaine_debut as autre_debut
    from {{ ref('emploi_transferts') }}
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
),

-- the first of them gives the spell its name
premieres as (
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
),

-- a contract without any end is known to last until the last month declared
connu as (
    select {{ dernier_jour('max(mois)') }} as connu_jusqua
    from {{ ref('stg_contexte__livraison') }}
    where source = 'dsn'
)

select
    emplois.personne_id,
    coalesce(premieres.spell_siren, emplois.siren) as employeur,
    coalesce(premieres.spell_debut, emplois.chaine_debut) as spell_debut,
    emplois.debut,
    emplois.fin_prevue,
    emplois.classe,
    emplois.siret,
    emplois.numero_contrat,
    emplois.fin_effective,
    emplois.quotite_contrat,
    emplois.quotite_reference,
    coalesce(
        greatest(coalesce(emplois.fin_prevue, emplois.fin), coalesce(emplois.fin, emplois.fin_prevue)),
        connu.connu_jusqua
    ) as fin_la_plus_longue,
    {{ est_durable('emplois.classe', 'emplois.debut', 'emplois.fin_prevue') }} as durable,
    -- subsidised jobs (indicators.md §2, Job)
    emplois.dispositif in ('21', '41', '42', '71', '94') as passerelle
from {{ ref('emplois') }} as emplois
left join premieres using (personne_id, siren, chaine_debut)
cross join connu
