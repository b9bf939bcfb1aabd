-- Who is registered on the last day of each month, where she lives that day, as she is that day. A gap, however short,
-- is not stock.
with etendue as (
    select
        min(mois) as premier_mois,
        max(mois) as dernier_mois
    from {{ ref('calendrier') }}
    where indicateur = 'inscrits_stock'
    having count(*) > 0
),

-- from the month a period begins in to the one before its end, which no last day of a month sees
presents as (
    select
        periodes.* exclude (debut, fin, fin_motif),
        {{ serie_mois(
            'greatest(' ~ mois_de('periodes.debut') ~ ', etendue.premier_mois)',
            'least(coalesce(' ~ ajoute_mois(mois_de('periodes.fin'), -1) ~ ', etendue.dernier_mois), etendue.dernier_mois)'
        ) }} as mois
    from {{ ref('periodes_decrites') }} as periodes
    cross join etendue
),

inscrits as (
    select
        * exclude (naissance_mois),
        {{ age('naissance_mois', 'mois') }} as age
    from presents
),

connus as (
    {{ avec_rsa('inscrits') }}
)

{{ decrites('connus') }}
