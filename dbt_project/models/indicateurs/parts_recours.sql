-- The official use of the network: of the establishments that declared, in the twelve months that end with this one, a
-- hiring for a month or more, who deposited an offer in the network in those twelve months? Told once the source covers
-- them; an establishment is where its latest declaration says (indicators.md §4).
with bornes as (
    select
        {{ ajoute_mois('premier_mois', 11) }} as premier_mois,
        dernier_mois
    from {{ ref('mois_observes') }}
    where source = 'embauche_declaree'
),

-- an establishment and month in one row, at the smallest of the communes it declared
embauches as (
    select
        siret,
        mois,
        max(cle_enregistrement) as cle,
        min(commune) as commune
    from {{ ref('stg_embauche_declaree__embauche') }}
    where classe_duree <> 'MOINS_1_MOIS'
    group by siret, mois
),

depots as (
    select distinct
        siret,
        {{ mois_de('date_depot') }} as mois
    from {{ ref('stg_offre__offre') }}
    where origine = '1' and coalesce(motif_cloture <> 'ANNULEE_ERREUR', true) and siret is not null
),

-- what happens in a month counts until eleven months later
recruteurs as (
    select
        embauches.siret,
        embauches.cle,
        embauches.commune,
        embauches.mois as mois_embauche,
        {{ serie_mois(
            'greatest(embauches.mois, bornes.premier_mois)',
            'least(' ~ ajoute_mois('embauches.mois', 11) ~ ', bornes.dernier_mois)'
        ) }} as mois
    from embauches
    cross join bornes
),

deposants as (
    select distinct
        depots.siret,
        {{ serie_mois(
            'greatest(depots.mois, bornes.premier_mois)',
            'least(' ~ ajoute_mois('depots.mois', 11) ~ ', bornes.dernier_mois)'
        ) }} as mois
    from depots
    cross join bornes
),

derniers as (
    select *
    from recruteurs
    qualify row_number() over (partition by siret, mois order by mois_embauche desc) = 1
)

select
    indicateurs.indicateur,
    derniers.mois,
    coalesce(lieux.lieu, '?FR') as lieu,
    coalesce(lieux.departement, 'FR') as departement,
    derniers.cle,
    true as au_denominateur,
    deposants.siret is not null as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from derniers
left join deposants using (siret, mois)
left join {{ ref('lieux') }} as lieux on derniers.commune = lieux.code
cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
where indicateurs.famille = 'recours'
