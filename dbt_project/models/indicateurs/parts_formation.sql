-- Registered persons who entered a training in the month: one row per person and month, her first entry.
with entrees as (
    select
        numeros.personne_id,
        formations.date_entree,
        {{ mois_de('formations.date_entree') }} as mois
    from {{ ref('stg_formation__formation') }} as formations
    inner join {{ ref('numeros_ft') }} as numeros using (numero_ft)
    where formations.date_entree <= {{ date_observation() }}
),

inscrites as (
    select
        periodes.*,
        entrees.mois,
        {{ age('periodes.naissance_mois', 'entrees.date_entree') }} as age
    from entrees
    inner join {{ ref('periodes_decrites') }} as periodes
        on
            entrees.personne_id = periodes.personne_id
            and periodes.debut <= entrees.date_entree
            and (periodes.fin is null or periodes.fin > entrees.date_entree)
    qualify row_number() over (partition by entrees.personne_id, entrees.mois order by entrees.date_entree) = 1
),

connues as (
    {{ avec_rsa('inscrites') }}
),

decrites as (
    {{ decrites('connues') }}
)

select
    'entrees_formation' as indicateur,
    mois,
    lieu,
    departement,
    cle,
    {{ dites_par('decrites') }},
    true as au_denominateur,
    false as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from decrites
