-- Periods of registration (one per registration, closed by the first cessation that follows it) and the spell each
-- belongs to: a registration at most 15 days after a cessation continues the spell (indicators.md §2).
with inscriptions as (
    select
        *,
        lead(date_inscription) over (partition by personne_id order by date_inscription) as suivante
    from {{ ref('stg_inscription__inscription') }}
),

-- A cessation on the day of a registration ends the one before it (a move), hence the strict bound; a move told late by
-- the département left (06) does not end what began in another.
fins as (
    select
        inscriptions.personne_id,
        inscriptions.date_inscription,
        cessations.date_cessation as fin,
        cessations.motif_cessation as fin_motif
    from inscriptions
    inner join {{ ref('stg_inscription__cessation') }} as cessations
        on
            inscriptions.personne_id = cessations.personne_id
            and cessations.date_cessation > inscriptions.date_inscription
            and cessations.date_cessation <= coalesce(inscriptions.suivante, date '9999-12-31')
            and (cessations.motif_cessation <> '06' or cessations.emetteur = inscriptions.emetteur)
    qualify row_number() over (
        partition by inscriptions.personne_id, inscriptions.date_inscription
        order by cessations.date_cessation asc, cessations.emetteur asc
    ) = 1
),

-- a registration without cessation before the next one ends where the next one begins
periodes as (
    select
        inscriptions.personne_id,
        inscriptions.date_inscription as debut,
        coalesce(fins.fin, inscriptions.suivante) as fin,
        fins.fin_motif,
        inscriptions.naissance_mois,
        {{ sexe('inscriptions.sexe') }} as sexe,
        {{ type_inscription('inscriptions.ndem', 'inscriptions.motif_inscription') }} as type_inscription,
        inscriptions.categorie,
        inscriptions.niveau_formation,
        inscriptions.diplome_obtenu,
        inscriptions.boeth,
        inscriptions.qpv,
        inscriptions.reprise_stock,
        inscriptions.emetteur as departement,
        coalesce(lieux.lieu, '?' || inscriptions.emetteur) as lieu,
        lieux.commune
    from inscriptions
    left join fins using (personne_id, date_inscription)
    left join {{ ref('lieux') }} as lieux on inscriptions.commune = lieux.code
),

-- where a spell begins, and the last beginning seen so far
ruptures as (
    select
        *,
        {{ jours_entre('lag(fin) over (partition by personne_id order by debut)', 'debut') }} <= 15 as continue_le_spell
    from periodes
)

select
    * exclude (continue_le_spell),
    max(case when coalesce(continue_le_spell, false) then null else debut end) over (
        partition by personne_id order by debut rows between unbounded preceding and current row
    ) as spell_debut
from ruptures
