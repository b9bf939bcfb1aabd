-- Reviews due and appointments of the month, each counted, of who was registered that day: was the review done within
-- the window, or early? Was the appointment kept? A legitimate reason is left out (indicators.md §3.14 and §5, IN9).
with rencontres as (
    select
        'corde_rappel' as genre,
        numero_ft,
        date_echeance as quand,
        date_realisation,
        cast(null as varchar) as issue
    from {{ ref('stg_accompagnement__corde_rappel') }}
    union all
    select
        'rendez_vous' as genre,
        numero_ft,
        date_rendez_vous as quand,
        cast(null as date) as date_realisation,
        issue
    from {{ ref('stg_rendez_vous__rendez_vous') }}
    where statut = 'PRIS' and issue is not null
),

inscrits as (
    {{ inscrits_ce_jour('rencontres') }}
),

issues as (
    select
        inscrits.*,
        indicateurs.indicateur,
        coalesce(inscrits.issue = 'MOTIF_LEGITIME', false) as exclu,
        case indicateurs.indicateur
            when 'rendez_vous_honores' then inscrits.issue = 'HONORE'
            when 'taux_corde_rappel_due'
                then inscrits.date_realisation <= {{ ajoute_jours('inscrits.quand', 'indicateurs.horizon_jours') }}
        end as fait
    from inscrits
    inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
        on (inscrits.genre = 'rendez_vous') = (indicateurs.indicateur = 'rendez_vous_honores')
    where indicateurs.famille = 'suivi'
)

select
    indicateur,
    mois,
    lieu,
    departement,
    cle,
    sexe,
    {{ tranche_age('age') }} as tranche_age,
    not exclu as au_denominateur,
    not exclu and coalesce(fait, false) as au_numerateur,
    exclu,
    cast(null as integer) as jour
from issues
