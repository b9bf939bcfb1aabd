-- Each contract as each monthly declaration in force names it: one row per declaration and contract.
select
    contrat.personne_id,
    contrat.fichier,
    contrat.declaration,
    contrat.date_reception,
    declaration.siret,
    declaration.mois,
    contrat.numero_contrat,
    contrat.debut,
    -- one person under two numbers is named twice
    max(contrat.fin_prevue) as fin_prevue,
    max(contrat.quotite_contrat) as quotite_contrat
from {{ lac_des_personnes('dsn', 'contrat') }} as contrat
inner join {{ ref('stg_dsn__declaration') }} as declaration
    on
        contrat.fichier = declaration.fichier
        and contrat.declaration = declaration.declaration
        and contrat.date_reception = declaration.date_reception
where declaration.nature = '01'
group by
    contrat.personne_id,
    contrat.fichier,
    contrat.declaration,
    contrat.date_reception,
    declaration.siret,
    declaration.mois,
    contrat.numero_contrat,
    contrat.debut
