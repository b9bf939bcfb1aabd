-- Paid work as monthly declarations in force measure it: the gross pay of unemployment insurance (002) of a pay
-- period, in hours (unit 10) or days (12, 20). The other types of pay tell the same work again.
select
    activite.personne_id,
    activite.fichier,
    activite.declaration,
    activite.date_reception,
    activite.numero_contrat,
    activite.debut,
    activite.fin,
    activite.mesure,
    activite.unite_mesure
from {{ lac_des_personnes('dsn', 'activite') }} as activite
inner join {{ ref('stg_dsn__declaration') }} as declaration
    on
        activite.fichier = declaration.fichier
        and activite.declaration = declaration.declaration
        and activite.date_reception = declaration.date_reception
where
    declaration.nature = '01'
    and activite.type = '002'
    and activite.activite = '01'
    and activite.unite_mesure in ('10', '12', '20')
