-- Spells that end in the month for a return to work: does a new one begin within the window? One row per spell; where
-- and who, as for the exits.
with suites as (
    select
        personne_id,
        debut,
        fin,
        lead(debut) over (partition by personne_id order by debut) as reinscription
    from {{ ref('inscription_spells') }}
),

-- the motive of a spell is that of the period that closes it
repris as (
    select suites.*
    from suites
    inner join {{ ref('inscription_periodes') }} as dernieres
        on
            suites.personne_id = dernieres.personne_id
            and suites.debut = dernieres.spell_debut
            and suites.fin = dernieres.fin
    where dernieres.fin_motif = '01'
)

select
    indicateurs.indicateur,
    {{ mois_de('repris.fin') }} as mois,
    periodes.lieu,
    periodes.departement,
    periodes.cle,
    periodes.sexe,
    {{ tranche_age(age('periodes.naissance_mois', 'repris.fin')) }} as tranche_age,
    true as au_denominateur,
    coalesce(
        repris.reinscription <= {{ ajoute_mois('repris.fin', 'indicateurs.horizon_mois') }}, false
    ) as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from repris
inner join {{ ref('periodes_decrites') }} as periodes using (personne_id, debut)
cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
where indicateurs.famille = 'reinscription'
