-- Contracts that continue another: a change block names the old establishment, number or start (blocks 41).
with declares as (
    select
        changement.personne_id,
        declaration.siret,
        contrat.numero_contrat,
        contrat.debut,
        coalesce(changement.ancien_siret, declaration.siret) as ancien_siret,
        coalesce(changement.ancien_numero, contrat.numero_contrat) as ancien_numero,
        coalesce(changement.ancien_debut, contrat.debut) as ancien_debut
    from {{ lac_des_personnes('dsn', 'changement') }} as changement
    inner join {{ ref('stg_dsn__declaration') }} as declaration
        on
            changement.fichier = declaration.fichier
            and changement.declaration = declaration.declaration
            and changement.date_reception = declaration.date_reception
    inner join {{ lac('dsn', 'contrat') }} as contrat
        on
            changement.fichier = contrat.fichier
            and changement.declaration = contrat.declaration
            and changement.contrat = contrat.contrat
            and changement.date_reception = contrat.date_reception
)

select distinct *
from declares
where (siret, numero_contrat, debut) <> (ancien_siret, ancien_numero, ancien_debut)
