-- Pays that monthly declarations in force tell of a contract: the base (010) and the gross not capped (001), in whole
-- cents. Other types tell the same work again; a line of activity that bears no amount is no pay.
select
    activite.personne_id,
    declaration.siret,
    activite.numero_contrat,
    activite.debut,
    activite.type,
    cast(round(100 * activite.montant) as bigint) as centimes
from {{ lac_des_personnes('dsn', 'activite') }} as activite
inner join {{ ref('stg_dsn__declaration') }} as declaration
    on
        activite.fichier = declaration.fichier
        and activite.declaration = declaration.declaration
        and activite.date_reception = declaration.date_reception
where declaration.nature = '01' and activite.type in ('001', '010') and activite.montant is not null
