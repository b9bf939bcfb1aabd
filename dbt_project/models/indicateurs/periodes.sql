-- The months each published period is made of, when they are all in the calendar. Over several months a flow sums them,
-- a stock is that of the last one.
with types as (
    select *
    from (
        values
        -- a period lasts `duree` months and begins every `pas` months of the civil year; the catalogue may announce
        -- fewer of them for a public
        ('mois', 1, 1),
        ('trimestre', 3, 3),
        ('annee', 12, 12),
        ('glissant_12m', 12, 1)
    ) as t (periode_type, duree, pas)
),

periodes as (
    select
        debuts.indicateur,
        types.periode_type,
        debuts.mois as periode_debut,
        {{ ajoute_mois('debuts.mois', 'types.duree - 1') }} as periode_fin
    from {{ ref('calendrier') }} as debuts
    inner join types on {{ a_sa_place('debuts.mois', 'types.pas') }}
)

select
    periodes.indicateur,
    periodes.periode_type,
    periodes.periode_debut,
    membres.mois
from periodes
-- the calendar has no hole: a period whose last month is there is whole
inner join {{ ref('calendrier') }} as derniers
    on periodes.indicateur = derniers.indicateur and periodes.periode_fin = derniers.mois
inner join {{ ref('calendrier') }} as membres
    on
        periodes.indicateur = membres.indicateur
        and membres.mois between periodes.periode_debut and periodes.periode_fin
        and (membres.glissant = 'somme' or membres.mois = periodes.periode_fin)
