-- The constraints that weigh on each person at each month end: found by that day, not lifted by it.
with etendue as (
    select
        min(mois) as premier_mois,
        max(mois) as dernier_mois
    from {{ ref('inscrits_fin_de_mois') }}
)

-- from the month it is found in to the one before the month it is lifted in
select distinct
    numeros.personne_id,
    contraintes.contrainte,
    {{ serie_mois(
        'greatest(' ~ mois_de('contraintes.date_detection') ~ ', etendue.premier_mois)',
        'least(coalesce(' ~ ajoute_mois(mois_de('contraintes.date_levee'), -1)
        ~ ', etendue.dernier_mois), etendue.dernier_mois)'
    ) }} as mois
from {{ ref('stg_diagnostic__contrainte') }} as contraintes
inner join {{ ref('numeros_ft') }} as numeros using (numero_ft)
cross join etendue
