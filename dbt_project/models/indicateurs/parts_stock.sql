-- Who is registered on the last day of the month, where she lives that day. A gap, however short, is not stock.
with inscrits as (
    select
        periodes.personne_id,
        periodes.lieu,
        periodes.departement,
        periodes.sexe,
        periodes.naissance_mois,
        periodes.spell_debut,
        calendrier.mois
    from {{ ref('inscription_periodes') }} as periodes
    inner join {{ ref('calendrier') }} as calendrier
        on
            calendrier.indicateur = 'inscrits_stock'
            and periodes.debut <= {{ dernier_jour('calendrier.mois') }}
            and (periodes.fin is null or periodes.fin > {{ dernier_jour('calendrier.mois') }})
),

decrits as (
    select
        inscrits.*,
        spells.cle,
        spells.type_inscription,
        {{ age('inscrits.naissance_mois', 'inscrits.mois') }} as age
    from inscrits
    inner join {{ ref('inscription_spells') }} as spells
        on inscrits.personne_id = spells.personne_id and inscrits.spell_debut = spells.debut
)

select
    'inscrits_stock' as indicateur,
    decrits.mois,
    decrits.lieu,
    decrits.departement,
    decrits.cle,
    decrits.sexe,
    {{ tranche_age('decrits.age') }} as tranche_age,
    {{ statut_rsa('rsa.personne_id is not null', 'livraisons.departement') }} as rsa,
    decrits.type_inscription,
    true as au_denominateur,
    false as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from decrits
left join {{ ref('rsa_mois') }} as rsa on decrits.personne_id = rsa.personne_id and decrits.mois = rsa.mois
left join {{ ref('rsa_livraisons') }} as livraisons
    on decrits.departement = livraisons.departement and decrits.mois = livraisons.mois
