-- Trainings that ended in the month, at any age: was it an abandon? And, by the official measure, did the person work
-- in the months that follow? (indicators.md §3.16 and §4)
select
    indicateurs.indicateur,
    fins.mois,
    fins.lieu,
    fins.departement,
    fins.cle,
    fins.sexe,
    {{ tranche_age('fins.age') }} as tranche_age,
    true as au_denominateur,
    case indicateurs.indicateur
        when 'abandon_formation' then fins.abandonnee
        else coalesce(prochains.travaille_dans <= indicateurs.horizon_mois, false)
    end as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from {{ ref('fins_formation') }} as fins
left join {{ ref('emploi_prochain') }} as prochains using (personne_id, mois)
cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
where indicateurs.famille = 'sorties_formation'
