-- Periods of registration with what their spell says of the person: for events that happen at any day of them.
select
    periodes.personne_id,
    periodes.debut,
    periodes.fin,
    periodes.fin_motif,
    periodes.spell_debut,
    periodes.naissance_mois,
    periodes.categorie,
    periodes.lieu,
    periodes.commune,
    periodes.departement,
    spells.cle,
    periodes.sexe,
    spells.type_inscription,
    spells.niveau_formation,
    spells.diplome_obtenu,
    spells.boeth,
    spells.qpv
from {{ ref('inscription_periodes') }} as periodes
inner join {{ ref('inscription_spells') }} as spells
    on periodes.personne_id = spells.personne_id and periodes.spell_debut = spells.debut
