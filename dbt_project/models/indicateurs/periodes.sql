-- The months each published period is made of. Over 12 months a flow sums its months, a stock is that of the last one.
with mois_simples as (
    select indicateur, 'mois' as periode_type, mois as periode_debut, mois
    from {{ ref('calendrier') }}
),

douze_mois as (
    select
        fins.indicateur,
        'glissant_12m' as periode_type,
        {{ ajoute_mois('fins.mois', -11) }} as periode_debut,
        membres.mois
    from {{ ref('calendrier') }} as fins
    inner join {{ ref('calendrier') }} as membres
        on
            fins.indicateur = membres.indicateur
            and membres.mois between {{ ajoute_mois('fins.mois', -11) }} and fins.mois
            and (fins.glissant = 'somme' or membres.mois = fins.mois)
    inner join (
        select indicateur, min(mois) as premier_mois from {{ ref('calendrier') }}
        group by indicateur
    ) as debuts
        on fins.indicateur = debuts.indicateur and {{ ajoute_mois('fins.mois', -11) }} >= debuts.premier_mois
)

select * from mois_simples
union all
select * from douze_mois
