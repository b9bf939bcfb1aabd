-- Registered persons who entered a training in the month: one row per person and month, her first entry. Is she of a
-- public that the official network serves first? (indicators.md §2 and §3.16)
with entrees as (
    select
        numero_ft,
        date_entree as quand
    from {{ ref('stg_formation__formation') }}
    where date_entree <= {{ date_observation() }}
),

inscrites as (
    {{ inscrits_ce_jour('entrees') }}
),

premieres as (
    select *
    from inscrites
    qualify row_number() over (partition by personne_id, mois order by quand) = 1
),

connues as (
    {{ avec_rsa('premieres') }}
),

decrites as (
    {{ decrites('connues') }}
)

select
    indicateurs.indicateur,
    decrites.mois,
    decrites.lieu,
    decrites.commune,
    decrites.departement,
    decrites.cle,
    {{ dites_par('decrites') }},
    true as au_denominateur,
    indicateurs.indicateur = 'part_public_prioritaire_formation'
    and decrites.public_prioritaire_rpe is not null as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from decrites
cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
where indicateurs.famille = 'formation'
