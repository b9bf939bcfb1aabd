-- Numbers that became another (block 31, or a temporary number beside the NIR that replaces it), in declarations that
-- hold: pseudonym → pseudonym.
select
    equivalences.ancienne_personne_id,
    equivalences.personne_id,
    coalesce(equivalences.date_effet, declarations.date_constitution) as date_effet,
    equivalences.date_reception,
    equivalences.fichier,
    equivalences.ligne
from {{ lac('dsn', 'equivalence') }} as equivalences
inner join {{ ref('stg_dsn__declaration') }} as declarations
    on
        equivalences.fichier = declarations.fichier
        and equivalences.declaration = declarations.declaration
        and equivalences.date_reception = declarations.date_reception
where equivalences.ancienne_personne_id <> equivalences.personne_id
