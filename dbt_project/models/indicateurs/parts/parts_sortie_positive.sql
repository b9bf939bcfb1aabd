-- Spells that end in the month, of persons of 16 to 64 that day: does a durable contract begin, or is a training
-- entered, from 31 days before the exit to a month after? Where and who, as for the exits.
with sorties as (
    select
        spells.personne_id,
        spells.debut,
        spells.fin,
        {{ mois_de('spells.fin') }} as mois,
        periodes.lieu,
        periodes.departement,
        periodes.cle,
        periodes.sexe,
        {{ age('periodes.naissance_mois', 'spells.fin') }} as age,
        {{ ajoute_jours('spells.fin', -31) }} as depuis,
        {{ ajoute_mois('spells.fin', 1) }} as jusqu_a
    from {{ ref('inscription_spells') }} as spells
    inner join {{ ref('periodes_decrites') }} as periodes using (personne_id, debut)
    where spells.fin is not null
),

suites as (
    select
        personne_id,
        debut as quand
    from {{ ref('emploi_maillons') }}
    where durable
    union
    select
        numeros.personne_id,
        formations.date_entree as quand
    from {{ ref('stg_formation__formation') }} as formations
    inner join {{ ref('numeros_ft') }} as numeros using (numero_ft)
    where formations.date_entree <= {{ date_observation() }}
),

positives as (
    select distinct
        sorties.personne_id,
        sorties.debut
    from sorties
    inner join suites
        on sorties.personne_id = suites.personne_id and suites.quand between sorties.depuis and sorties.jusqu_a
)

select
    indicateurs.indicateur,
    sorties.mois,
    sorties.lieu,
    sorties.departement,
    sorties.cle,
    sorties.sexe,
    {{ tranche_age('sorties.age') }} as tranche_age,
    true as au_denominateur,
    positives.personne_id is not null as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from sorties
left join positives using (personne_id, debut)
cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
where indicateurs.famille = 'sortie_positive' and sorties.age between 16 and 64
