-- Every contract that is a job, in its job spell: chains of contracts, those that a transfer joins being one.
with premieres as (
    {{ premieres_chaines(ref('emploi_transferts')) }}
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
