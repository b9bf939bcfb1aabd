-- Contracts of one person with one employer at most 7 days apart are one job spell. It counts when it holds a contract
-- without term, or when its planned or actual length reaches one calendar month (indicators.md §2, Job).
with bornes as (
    select
        *,
        coalesce(fin, fin_prevue, date '9999-12-31') as fin_effective,
        greatest(coalesce(fin_prevue, fin), coalesce(fin, fin_prevue)) as fin_la_plus_longue
    from {{ ref('emplois') }}
),

precedents as (
    select
        *,
        max(fin_effective) over (
            partition by personne_id, employeur order by debut, fin_effective
            rows between unbounded preceding and 1 preceding
        ) as fin_avant
    from bornes
),

chaines as (
    select
        *,
        max(case when {{ jours_entre('fin_avant', 'debut') }} <= 7 then null else debut end) over (
            partition by personne_id, employeur order by debut, fin_effective
            rows between unbounded preceding and current row
        ) as spell_debut
    from precedents
),

-- a contract without any end is known to last until the last month declared
connu as (
    select {{ dernier_jour('max(mois)') }} as connu_jusqua
    from {{ ref('stg_contexte__livraison') }}
    where source = 'dsn' and date_reception <= {{ date_observation() }}
)

select
    chaines.personne_id,
    chaines.employeur,
    chaines.spell_debut as debut,
    bool_or(chaines.classe = 'CDI')
    or max(coalesce(chaines.fin_la_plus_longue, connu.connu_jusqua))
    >= {{ ajoute_jours(ajoute_mois('chaines.spell_debut', 1), -1) }} as compte
from chaines
cross join connu
group by chaines.personne_id, chaines.employeur, chaines.spell_debut
