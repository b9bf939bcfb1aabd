-- Contracts that are jobs, with their end, and the chain each belongs to: contracts of one person with one SIREN (the
-- agency, for temp work) at most 7 days apart are one chain (indicators.md §2, Job).
with contrats as (
    select
        contrats.personne_id,
        contrats.siret,
        contrats.siren,
        contrats.numero_contrat,
        contrats.debut,
        contrats.fin_prevue,
        fins.fin,
        fins.fin_motif,
        natures.classe,
        contrats.dispositif,
        contrats.quotite_contrat,
        contrats.quotite_reference,
        coalesce(fins.fin, contrats.fin_prevue, date '9999-12-31') as fin_effective
    from {{ ref('stg_dsn__contrat') }} as contrats
    inner join {{ ref('nature_contrat') }} as natures on contrats.nature_contrat = natures.code
    left join {{ ref('stg_dsn__fin') }} as fins using (personne_id, siret, numero_contrat, debut)
    -- 92 and 93: training placement, PMSMP
    where natures.emploi and contrats.dispositif not in ('92', '93')
)

{{ en_chaines('contrats', 7) }}
