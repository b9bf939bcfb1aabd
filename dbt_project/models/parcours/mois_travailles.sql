{{ config(materialized='par_tranche', selon='stg_dsn__contrat_du_mois') }}
-- The months in which a registered person worked more than 78 hours, all employers added, and whether one of the
-- contracts that gave some is durable. Hours are those declared, each pay period split by day, in whole hundredths;
-- where a declaration tells none of a contract it names, those the contract plans (indicators.md §4).
with inscrites as (
    select distinct personne_id
    from {{ ref('inscription_spells') }}
    where {{ de_la_tranche('personne_id') }}
),

nommes as (
    select
        contrats.*,
        emplois.fin,
        {{ est_durable('emplois.classe', 'emplois.debut', 'emplois.fin_prevue') }} as durable
    from {{ ref('stg_dsn__contrat_du_mois') }} as contrats
    inner join inscrites using (personne_id)
    inner join {{ ref('emplois') }} as emplois using (personne_id, siret, numero_contrat, debut)
    where {{ de_la_tranche('contrats.personne_id') }}
),

-- an activity bears the number of its contract, not its start
par_numero as (
    select
        personne_id,
        fichier,
        declaration,
        date_reception,
        siret,
        numero_contrat,
        max(debut) as debut,
        bool_or(durable) as durable
    from nommes
    group by personne_id, fichier, declaration, date_reception, siret, numero_contrat
),

periodes as (
    select
        par_numero.personne_id,
        par_numero.siret,
        par_numero.numero_contrat,
        par_numero.debut,
        par_numero.durable,
        activites.debut as paie_debut,
        activites.fin as paie_fin,
        cast(round(100 * activites.mesure) as bigint)
        * case when activites.unite_mesure = '10' then 1 else 7 end as centiemes,
        {{ serie_mois(mois_de('activites.debut'), mois_de('activites.fin')) }} as mois
    from {{ ref('stg_dsn__activite') }} as activites
    inner join par_numero using (personne_id, fichier, declaration, date_reception, numero_contrat)
    where activites.fin >= activites.debut and {{ de_la_tranche('activites.personne_id') }}
),

disent as (
    select distinct personne_id, fichier, declaration, date_reception, numero_contrat
    from {{ ref('stg_dsn__activite') }}
    where {{ de_la_tranche('personne_id') }}
),

heures as (
    select
        personne_id,
        siret,
        numero_contrat,
        debut,
        durable,
        mois,
        {{ au_prorata(
            'centiemes',
            jours_compris('greatest(paie_debut, mois)', 'least(paie_fin, ' ~ dernier_jour('mois') ~ ')'),
            jours_compris('paie_debut', 'paie_fin')
        ) }} as centiemes
    from periodes
    union all
    select
        nommes.personne_id,
        nommes.siret,
        nommes.numero_contrat,
        nommes.debut,
        nommes.durable,
        nommes.mois,
        {{ au_prorata(
            'cast(round(100 * nommes.quotite_contrat) as bigint)',
            jours_compris(
                'greatest(nommes.debut, nommes.mois)',
                'least(coalesce(nommes.fin, nommes.fin_prevue), ' ~ dernier_jour('nommes.mois') ~ ')'
            ),
            jours_compris('nommes.mois', dernier_jour('nommes.mois'))
        ) }} as centiemes
    from nommes
    left join disent using (personne_id, fichier, declaration, date_reception, numero_contrat)
    where
        disent.personne_id is null
        -- beyond, it is not hours a month
        and nommes.quotite_contrat <= 200
),

par_contrat as (
    select
        personne_id,
        mois,
        sum(centiemes) as centiemes,
        bool_or(durable) as durable
    from heures
    group by personne_id, siret, numero_contrat, debut, mois
)

select
    personne_id,
    mois,
    bool_or(durable and centiemes > 0) as durable
from par_contrat
group by personne_id, mois
having sum(centiemes) > 7800
