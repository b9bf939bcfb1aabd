-- Contracts that are jobs, with their end and their employer: the SIREN, or for a contract that continues another
-- elsewhere (blocks 41, motives 998 and 100) the SIREN of the first of the chain.
with recursive contrats as (
    select
        contrats.personne_id,
        contrats.siret,
        contrats.siren,
        contrats.numero_contrat,
        contrats.debut,
        contrats.fin_prevue,
        fins.fin,
        fins.fin_motif,
        natures.classe
    from {{ ref('stg_dsn__contrat') }} as contrats
    inner join {{ ref('nature_contrat') }} as natures on contrats.nature_contrat = natures.code
    left join {{ ref('stg_dsn__fin') }} as fins using (personne_id, siret, numero_contrat, debut)
    -- 92 and 93: training placement, PMSMP
    where natures.emploi and contrats.dispositif not in ('92', '93')
),

declares as (
    select
        personne_id,
        siret,
        numero_contrat,
        debut,
        ancien_siret,
        ancien_numero,
        ancien_debut
    from {{ ref('stg_dsn__changement') }}
),

-- a transfer that no change block names: the first contract elsewhere within 7 days of the end
transferts as (
    select
        suite.personne_id,
        suite.siret,
        suite.numero_contrat,
        suite.debut,
        contrats.siret as ancien_siret,
        contrats.numero_contrat as ancien_numero,
        contrats.debut as ancien_debut
    from contrats
    inner join contrats as suite
        on
            contrats.personne_id = suite.personne_id
            and contrats.siren <> suite.siren
            and suite.debut between contrats.fin and {{ ajoute_jours('contrats.fin', 7) }}
    left join declares
        on
            contrats.personne_id = declares.personne_id
            and contrats.siret = declares.ancien_siret
            and contrats.numero_contrat = declares.ancien_numero
            and contrats.debut = declares.ancien_debut
    where contrats.fin_motif in ('998', '100') and declares.personne_id is null
    qualify row_number() over (
        partition by contrats.personne_id, contrats.siret, contrats.numero_contrat, contrats.debut
        order by suite.debut asc, suite.siret asc, suite.numero_contrat asc
    ) = 1
),

suites as (
    select * from declares
    union
    select * from transferts
),

-- from each contract that continues none, down its chain
chaines as (
    select
        contrats.personne_id,
        contrats.siret,
        contrats.numero_contrat,
        contrats.debut,
        contrats.siren as employeur
    from contrats
    left join suites using (personne_id, siret, numero_contrat, debut)
    where suites.personne_id is null
    union
    select
        suites.personne_id,
        suites.siret,
        suites.numero_contrat,
        suites.debut,
        chaines.employeur
    from chaines
    inner join suites
        on
            chaines.personne_id = suites.personne_id
            and chaines.siret = suites.ancien_siret
            and chaines.numero_contrat = suites.ancien_numero
            and chaines.debut = suites.ancien_debut
),

employeurs as (
    select personne_id, siret, numero_contrat, debut, min(employeur) as employeur
    from chaines
    group by personne_id, siret, numero_contrat, debut
)

select
    contrats.personne_id,
    -- the contract it continues may never have been declared
    coalesce(employeurs.employeur, contrats.siren) as employeur,
    contrats.debut,
    contrats.fin_prevue,
    contrats.fin,
    contrats.classe
from contrats
left join employeurs using (personne_id, siret, numero_contrat, debut)
