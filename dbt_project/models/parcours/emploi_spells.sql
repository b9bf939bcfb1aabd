-- Job spells. One counts when it holds a contract without term, or when its planned or actual length reaches one
-- calendar month (indicators.md §2, Job).
with longueurs as (
    select
        personne_id,
        employeur,
        spell_debut as debut,
        bool_or(classe = 'CDI') as sans_terme,
        max(fin_la_plus_longue) as fin
    from {{ ref('emploi_maillons') }}
    group by personne_id, employeur, spell_debut
)

select
    personne_id,
    employeur,
    debut,
    sans_terme or fin >= {{ ajoute_jours(ajoute_mois('debut', 1), -1) }} as compte,
    fin >= {{ ajoute_jours(ajoute_mois('debut', 6), -1) }} as six_mois
from longueurs
