{{ config(
    materialized='par_niveau',
    post_hook="copy {{ this }} to '" ~ maison() ~ "/indicateurs/cellules.parquet' (format parquet, compression zstd)"
) }}
-- Every announced cell, exact: what the secret room receives. The grid comes from the catalogue, never from what is
-- found; a cell nobody is in has zeros.
{% set cle = 'indicateur, periode_type, periode_debut, territoire_niveau, territoire_code, dimension, modalite' %}
with parties as (
    select
        {{ cle }},
        {{ sommes() }}
    from {{ ref('cellules_mois') }}
    inner join {{ ref('periodes') }} using (indicateur, mois)
    inner join {{ ref('stg_contexte__annonce') }}
        using (indicateur, periode_type, territoire_niveau, dimension, modalite)
    where {{ a_sa_place('periode_debut', 'pas_mois') }} and {{ du_niveau('territoire_niveau') }}
    group by {{ cle }}
),

-- a period is worth its worst month
maturites as (
    select
        periodes.indicateur,
        periodes.periode_type,
        periodes.periode_debut,
        calendrier.forme,
        calendrier.glissant,
        calendrier.unite,
        bool_and(calendrier.observe) as observe,
        bool_and(calendrier.definitif) as definitif,
        min(calendrier.suivi) as suivi,
        max(calendrier.suivi_maximal) as suivi_maximal,
        max(calendrier.delai_mois) as delai_mois,
        max({{ dernier_jour('calendrier.mois') }}) as periode_fin
    from {{ ref('periodes') }} as periodes
    inner join {{ ref('calendrier') }} as calendrier using (indicateur, mois)
    group by
        periodes.indicateur,
        periodes.periode_type,
        periodes.periode_debut,
        calendrier.forme,
        calendrier.glissant,
        calendrier.unite
),

-- a period that begins before a break and ends after it, or the first after it, which follows one that is before
periodes_rompues as (
    select distinct
        maturites.indicateur,
        maturites.periode_type,
        maturites.periode_debut,
        ruptures.territoire_niveau,
        ruptures.territoire_code
    from maturites
    inner join {{ ref('stg_contexte__rupture') }} as ruptures
        on
            maturites.indicateur = ruptures.indicateur
            and ruptures.date_rupture <= maturites.periode_fin
            and (
                maturites.periode_debut < ruptures.date_rupture
                or (maturites.periode_type <> 'glissant_12m' and maturites.periode_debut = ruptures.date_rupture)
            )
),

-- a break that names no territory is of them all; another is of those it names, and of no other
rompues_partout as (
    select
        indicateur,
        periode_type,
        periode_debut
    from periodes_rompues
    where territoire_niveau is null
),

rompues_ici as (
    select *
    from periodes_rompues
    where territoire_niveau is not null
),

-- what of the period is not all there, for every cell or for those that say who is under RSA
incomplets as (
    select
        periodes.indicateur,
        periodes.periode_type,
        periodes.periode_debut,
        territoires.territoire_niveau,
        territoires.territoire_code,
        bool_or(territoires.dimension = 'toutes') as incomplet,
        bool_or(territoires.dimension = 'toutes' and territoires.non_couvert) as non_couvert,
        bool_or(territoires.dimension = 'rsa') as rsa_incomplet,
        bool_or(territoires.dimension = 'rsa' and territoires.non_couvert) as rsa_non_couvert
    from {{ ref('territoires_incomplets') }} as territoires
    inner join {{ ref('periodes') }} as periodes using (indicateur, mois)
    group by
        periodes.indicateur,
        periodes.periode_type,
        periodes.periode_debut,
        territoires.territoire_niveau,
        territoires.territoire_code
),

grille as (
    select
        annonces.*,
        territoires.territoire_code,
        {{ dit_le_rsa('annonces.dimension', 'annonces.modalite') }} as dit_le_rsa,
        maturites.* exclude (indicateur, periode_type)
    from {{ ref('stg_contexte__annonce') }} as annonces
    inner join {{ ref('stg_contexte__territoire') }} as territoires using (territoire_niveau)
    inner join maturites using (indicateur, periode_type)
    where
        territoires.publie
        and {{ a_sa_place('maturites.periode_debut', 'annonces.pas_mois') }}
        and {{ du_niveau('territoire_niveau') }}
),

reunies as (
    select
        grille.*,
        coalesce(parties.numerateur, 0) as numerateur,
        coalesce(parties.denominateur, 0) as denominateur,
        coalesce(parties.exclus, 0) as exclus,
        coalesce(parties.somme, 0) as somme,
        coalesce(parties.somme_favorable, 0) as somme_favorable,
        coalesce(cast(parties.somme_carres as double), 0) as somme_carres,
        coalesce(parties.cle_numerateur, 0) as cle_numerateur,
        coalesce(parties.cle_denominateur, 0) as cle_denominateur,
        coalesce(parties.cle_exclus, 0) as cle_exclus,
        entreprises.unites,
        entreprises.entreprises,
        entreprises.premiere_entreprise,
        medianes.mediane,
        medianes.jours,
        medianes.cumuls,
        coalesce(incomplets.non_couvert or (grille.dit_le_rsa and incomplets.rsa_non_couvert), false) as non_couvert,
        coalesce(incomplets.incomplet or (grille.dit_le_rsa and incomplets.rsa_incomplet), false) as incomplet,
        rompues_partout.indicateur is not null or rompues_ici.indicateur is not null as rupture,
        -- a median is final once the lag has passed after its own day, as published: on the grid of 5 days beyond 30
        {{ apres_le_delai(
            ajoute_jours('grille.periode_fin', jour_publie('medianes.mediane')), 'grille.delai_mois'
        ) }} as mediane_definitive_le
    from grille
    left join parties using ({{ cle }})
    left join {{ ref('medianes') }} as medianes using ({{ cle }})
    left join {{ ref('entreprises') }} as entreprises using ({{ cle }})
    left join incomplets using (indicateur, periode_type, periode_debut, territoire_niveau, territoire_code)
    left join rompues_partout using (indicateur, periode_type, periode_debut)
    left join rompues_ici using (indicateur, periode_type, periode_debut, territoire_niveau, territoire_code)
)

select
    {{ cle }},
    case
        when not observe or non_couvert then 'absent'
        -- final only once everything expected is in
        when incomplet then 'provisoire'
        when
            forme = 'mediane'
            and glissant = 'somme'
            and coalesce(unite, 'jours') <> 'smic'
            and mediane_definitive_le <= {{ date_observation() }}
            then 'definitif'
        when forme = 'mediane' and mediane is null and suivi = suivi_maximal and definitif then 'definitif'
        -- the median of a stock is of a day, like its count; that of pays is of a month
        when (forme <> 'mediane' or glissant = 'dernier' or unite = 'smic') and definitif then 'definitif'
        else 'provisoire'
    end as statut,
    case
        when not observe then 'fenetre_incomplete'
        when non_couvert then 'couverture_partielle'
        when forme = 'mediane' and mediane is null and suivi < suivi_maximal then 'fenetre_incomplete'
        when forme = 'mediane' and mediane is null then 'mediane_non_atteinte'
    end as motif,
    rupture,
    case when forme = 'part' then numerateur end as numerateur,
    denominateur,
    exclus,
    case when forme in ('moyenne', 'part_ponderee') then somme end as somme,
    case when forme = 'part_ponderee' then somme_favorable end as somme_favorable,
    case when forme = 'part_ponderee' then somme_carres end as somme_carres,
    case when forme = 'part' then cle_numerateur end as cle_numerateur,
    cle_denominateur,
    cle_exclus,
    unites,
    entreprises,
    premiere_entreprise,
    mediane,
    jours,
    cumuls
from reunies
