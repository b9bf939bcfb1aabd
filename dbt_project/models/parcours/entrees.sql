-- Spell starts with what the person is that day. `premiere_du_mois`: cohorts count a person once a month. The mass
-- arrival of 2025 (reprise de stock) is not an entry.
with spells as (
    select
        * exclude (naissance_mois, reprise_stock),
        {{ mois_de('debut') }} as mois,
        {{ age('naissance_mois', 'debut') }} as age
    from {{ ref('inscription_spells') }}
    where not reprise_stock
),

entrees as (
    select
        *,
        row_number() over (partition by personne_id, mois order by debut) = 1 as premiere_du_mois
    from spells
),

connues as (
    {{ avec_rsa('entrees') }}
)

{{ decrites('connues') }}
