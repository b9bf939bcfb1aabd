-- Who is registered on the last day of each month, where she lives that day, as she is that day. A gap, however short,
-- is not stock.
with inscrits as (
    select
        periodes.* exclude (debut, fin, fin_motif, naissance_mois),
        calendrier.mois,
        {{ age('periodes.naissance_mois', 'calendrier.mois') }} as age
    from {{ ref('periodes_decrites') }} as periodes
    inner join {{ ref('calendrier') }} as calendrier
        on
            calendrier.indicateur = 'inscrits_stock'
            and periodes.debut <= {{ dernier_jour('calendrier.mois') }}
            and (periodes.fin is null or periodes.fin > {{ dernier_jour('calendrier.mois') }})
),

connus as (
    {{ avec_rsa('inscrits') }}
)

{{ decrites('connus') }}
