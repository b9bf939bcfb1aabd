-- One row per registration spell. What it is at its start is what its first registration says.
with rangs as (
    select
        *,
        last_value(fin) over (
            partition by personne_id, spell_debut order by debut
            rows between unbounded preceding and unbounded following
        ) as spell_fin
    from {{ ref('inscription_periodes') }}
)

select
    rangs.personne_id,
    rangs.spell_debut as debut,
    rangs.spell_fin as fin,
    rangs.naissance_mois,
    rangs.sexe,
    rangs.type_inscription,
    rangs.niveau_formation,
    rangs.diplome_obtenu,
    rangs.boeth,
    rangs.qpv,
    rangs.reprise_stock,
    rangs.departement,
    rangs.lieu,
    rangs.commune,
    personnes.cle_enregistrement as cle
from rangs
inner join {{ ref('stg_inscription__personne') }} as personnes using (personne_id)
where rangs.debut = rangs.spell_debut
