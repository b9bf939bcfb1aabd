-- Chains joined by a transfer: a change block names the contract that continues (blocks 41), or a contract ended by a
-- transfer (motives 998, 100) that no block names is followed, within 7 days, by another elsewhere.
with declares as (
    select
        suites.personne_id,
        suites.siren,
        suites.chaine_debut,
        anciens.siren as ancien_siren,
        anciens.chaine_debut as ancienne_chaine_debut
    from {{ ref('stg_dsn__changement') }} as changements
    inner join {{ ref('emplois') }} as suites
        on
            changements.personne_id = suites.personne_id
            and changements.siret = suites.siret
            and changements.numero_contrat = suites.numero_contrat
            and changements.debut = suites.debut
    inner join {{ ref('emplois') }} as anciens
        on
            changements.personne_id = anciens.personne_id
            and changements.ancien_siret = anciens.siret
            and changements.ancien_numero = anciens.numero_contrat
            and changements.ancien_debut = anciens.debut
),

tus as (
    select anciens.*
    from {{ ref('emplois') }} as anciens
    left join {{ ref('stg_dsn__changement') }} as changements
        on
            anciens.personne_id = changements.personne_id
            and anciens.siret = changements.ancien_siret
            and anciens.numero_contrat = changements.ancien_numero
            and anciens.debut = changements.ancien_debut
    where anciens.fin_motif in ('998', '100') and changements.personne_id is null
),

devines as (
    select
        suites.personne_id,
        suites.siren,
        suites.chaine_debut,
        tus.siren as ancien_siren,
        tus.chaine_debut as ancienne_chaine_debut
    from tus
    inner join {{ ref('emplois') }} as suites
        on
            tus.personne_id = suites.personne_id
            and tus.siren <> suites.siren
            and suites.debut between tus.fin and {{ ajoute_jours('tus.fin', 7) }}
    qualify row_number() over (
        partition by tus.personne_id, tus.siret, tus.numero_contrat, tus.debut
        order by suites.debut asc, suites.siret asc, suites.numero_contrat asc
    ) = 1
)

select * from declares
union
select * from devines
