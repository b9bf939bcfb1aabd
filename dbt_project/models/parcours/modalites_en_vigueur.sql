-- The one modality of support, and the organisation that leads it, in force for a person, from day to day.
with spells as (
    select
        numeros.personne_id,
        modalites.modalite,
        modalites.operateur,
        modalites.date_debut as debut,
        modalites.date_fin as fin
    from {{ ref('stg_accompagnement__modalite') }} as modalites
    inner join {{ ref('numeros_ft') }} as numeros using (numero_ft)
)

{{ en_vigueur('spells', ['modalite', 'operateur']) }}
