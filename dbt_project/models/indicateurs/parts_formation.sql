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
        entrees.personne_id,
        entrees.mois,
        periodes.lieu,
        periodes.departement,
        periodes.sexe,
        periodes.spell_debut,
        {{ age('periodes.naissance_mois', 'entrees.date_entree') }} as age
    from entrees
    inner join {{ ref('inscription_periodes') }} as periodes
        on
            entrees.personne_id = periodes.personne_id
            and periodes.debut <= entrees.date_entree
            and (periodes.fin is null or periodes.fin > entrees.date_entree)
    qualify row_number() over (partition by entrees.personne_id, entrees.mois order by entrees.date_entree) = 1
)

select
    'entrees_formation' as indicateur,
    inscrites.mois,
    inscrites.lieu,
    inscrites.departement,
    spells.cle,
    inscrites.sexe,
    {{ tranche_age('inscrites.age') }} as tranche_age,
    {{ statut_rsa('rsa.personne_id is not null', 'livraisons.departement') }} as rsa,
    spells.type_inscription,
    true as au_denominateur,
    false as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from inscrites
inner join {{ ref('inscription_spells') }} as spells
    on inscrites.personne_id = spells.personne_id and inscrites.spell_debut = spells.debut
left join {{ ref('rsa_mois') }} as rsa on inscrites.personne_id = rsa.personne_id and inscrites.mois = rsa.mois
left join {{ ref('rsa_livraisons') }} as livraisons
    on inscrites.departement = livraisons.departement and inscrites.mois = livraisons.mois
