-- The flows received, by paying body (Caf, MSA), département and month, and which still hold: a whole flow (type M)
-- replaces all that the same body had sent before of that month; another kind completes it.
with flux as (
    select
        organisme,
        numero_organisme,
        emetteur,
        mois,
        date_reception,
        fichier,
        max(ordre_emission) as ordre_emission,
        max(type_flux) = 'M' as entier
    from {{ lac('rsa', 'droit') }}
    group by organisme, numero_organisme, emetteur, mois, date_reception, fichier
),

ordonnes as (
    select
        *,
        row_number() over (
            partition by organisme, numero_organisme, emetteur, mois
            order by ordre_emission asc, date_reception asc, fichier asc
        ) as rang
    from flux
)

select
    *,
    rang >= coalesce(
        max(case when entier then rang end) over (partition by organisme, numero_organisme, emetteur, mois), 0
    ) as en_vigueur
from ordonnes
