-- Spell starts with what the person is that day. `premiere_du_mois`: cohorts count a person once a month. The mass
-- arrival of 2025 (reprise de stock) is not an entry.
with spells as (
    select
        *,
        {{ mois_de('debut') }} as mois,
        {{ age('naissance_mois', 'debut') }} as age
    from {{ ref('inscription_spells') }}
    where not reprise_stock
)

select
    spells.personne_id,
    spells.debut,
    spells.fin,
    spells.mois,
    spells.age,
    spells.lieu,
    spells.departement,
    spells.cle,
    row_number() over (partition by spells.personne_id, spells.mois order by spells.debut) = 1 as premiere_du_mois,
    spells.sexe,
    {{ tranche_age('spells.age') }} as tranche_age,
    {{ statut_rsa('rsa.personne_id is not null', 'livraisons.departement') }} as rsa,
    spells.type_inscription
from spells
left join {{ ref('rsa_mois') }} as rsa on spells.personne_id = rsa.personne_id and spells.mois = rsa.mois
left join {{ ref('rsa_livraisons') }} as livraisons
    on spells.departement = livraisons.departement and spells.mois = livraisons.mois
