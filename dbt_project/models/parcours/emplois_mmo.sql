{{ config(materialized='par_tranche', selon='stg_dsn__contrat') }}
-- Contracts as the Dares' file of labour movements (MMO) classes them, with the continuous run each belongs to:
-- contracts of one person with one SIREN that overlap or follow by a day at most, and, whoever the employer, a contract
-- that follows by a day at most one ended by a transfer (motives 998 and 100). The subsidy is not looked at.
with contrats as (
    select
        contrats.personne_id,
        contrats.siret,
        contrats.siren,
        contrats.numero_contrat,
        contrats.debut,
        fins.fin,
        fins.fin_motif,
        natures.classe_mmo as classe,
        coalesce(fins.fin, contrats.fin_prevue, date '9999-12-31') as fin_effective
    from {{ ref('stg_dsn__contrat') }} as contrats
    inner join {{ ref('nature_contrat') }} as natures on contrats.nature_contrat = natures.code
    left join {{ ref('stg_dsn__fin') }} as fins using (personne_id, siret, numero_contrat, debut)
    where natures.classe_mmo <> 'aucune' and {{ de_la_tranche('contrats.personne_id') }}
),

chaines as (
    {{ en_chaines('contrats', 1) }}
),

transferts as (
    select distinct
        suites.personne_id,
        suites.siren,
        suites.chaine_debut,
        anciens.siren as ancien_siren,
        anciens.chaine_debut as ancienne_chaine_debut
    from chaines as anciens
    inner join chaines as suites
        on
            anciens.personne_id = suites.personne_id
            and anciens.siren <> suites.siren
            and anciens.debut < suites.debut
            and suites.debut between anciens.fin and {{ ajoute_jours('anciens.fin', 1) }}
    where anciens.fin_motif in ('998', '100')
),

premieres as (
    {{ premieres_chaines('transferts') }}
)

select
    chaines.personne_id,
    chaines.siret,
    chaines.numero_contrat,
    chaines.debut,
    coalesce(premieres.spell_debut, chaines.chaine_debut) as suite_debut,
    chaines.classe = 'CDI'
    or (
        chaines.classe = 'CDD' and {{ jours_compris('chaines.debut', 'chaines.fin_effective') }} > 180
    ) as durable
from chaines
left join premieres using (personne_id, siren, chaine_debut)
