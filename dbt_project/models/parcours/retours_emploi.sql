-- Returns to work: the first job that counts after an entry, by the month it begins in. The same job after two entries
-- is one return, of the latest.
select
    entrees.*,
    premiers.emploi_debut,
    {{ mois_de('premiers.emploi_debut') }} as mois_retour
from {{ ref('entrees') }} as entrees
inner join {{ ref('premier_emploi_apres') }} as premiers
    on entrees.personne_id = premiers.personne_id and entrees.debut = premiers.jour
where entrees.premiere_du_mois and premiers.emploi_debut is not null and entrees.age between 16 and 64
qualify row_number() over (
    partition by entrees.personne_id, {{ mois_de('premiers.emploi_debut') }} order by entrees.debut desc
) = 1
