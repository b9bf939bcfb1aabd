-- The use of the network: of the establishments that recruited in the twelve months that end with this one, who
-- deposited an offer in the network in those twelve months? Officially (indicators.md §4), who declared a hiring for a
-- month or more; beside it, who began a durable job in the DSN. Told once the source covers them; an establishment is
-- where its latest declaration says.
with bornes as (
    select
        case source when 'embauche_declaree' then 'taux_recours_rpe' else 'taux_depot_recruteurs' end as indicateur,
        {{ ajoute_mois('premier_mois', 11) }} as premier_mois,
        dernier_mois
    from {{ ref('mois_observes') }}
    where source in ('embauche_declaree', 'dsn')
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

recrutements as (
    select 'taux_recours_rpe' as indicateur, siret, mois
    from embauches
    union all
    select 'taux_depot_recruteurs' as indicateur, siret, mois
    from {{ ref('embauches_durables') }}
),

etablissements as (
    select 'taux_recours_rpe' as indicateur, siret, max(cle) as cle
    from embauches
    group by siret
    union all
    select 'taux_depot_recruteurs' as indicateur, siret, max(cle_enregistrement) as cle
    from {{ ref('stg_dsn__declaration') }}
    group by siret
),

communes as (
    select 'taux_recours_rpe' as indicateur, siret, mois, commune
    from embauches
    union all
    select 'taux_depot_recruteurs' as indicateur, siret, mois, min(commune) as commune
    from {{ ref('stg_dsn__declaration') }}
    where nature = '01' and commune is not null
    group by siret, mois
),

-- where an establishment is, from a month until it says otherwise
situations as (
    select
        indicateur,
        siret,
        commune,
        mois as depuis,
        lead(mois) over (partition by indicateur, siret order by mois) as jusqu_a
    from communes
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
    select distinct
        recrutements.indicateur,
        recrutements.siret,
        {{ serie_mois(
            'greatest(recrutements.mois, bornes.premier_mois)',
            'least(' ~ ajoute_mois('recrutements.mois', 11) ~ ', bornes.dernier_mois)'
        ) }} as mois
    from recrutements
    inner join bornes using (indicateur)
    where
        recrutements.mois <= bornes.dernier_mois
        and {{ ajoute_mois('recrutements.mois', 11) }} >= bornes.premier_mois
),

deposants as (
    select distinct
        bornes.indicateur,
        depots.siret,
        {{ serie_mois(
            'greatest(depots.mois, bornes.premier_mois)',
            'least(' ~ ajoute_mois('depots.mois', 11) ~ ', bornes.dernier_mois)'
        ) }} as mois
    from depots
    cross join bornes
    where depots.mois <= bornes.dernier_mois and {{ ajoute_mois('depots.mois', 11) }} >= bornes.premier_mois
)

select
    recruteurs.indicateur,
    recruteurs.mois,
    coalesce(lieux.lieu, '?FR') as lieu,
    coalesce(lieux.departement, 'FR') as departement,
    etablissements.cle,
    {{ siren_de('recruteurs.siret') }} as siren,
    true as au_denominateur,
    deposants.siret is not null as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from recruteurs
inner join etablissements using (indicateur, siret)
inner join {{ ref('stg_contexte__indicateur') }} as indicateurs using (indicateur)
left join situations
    on
        recruteurs.indicateur = situations.indicateur
        and recruteurs.siret = situations.siret
        and recruteurs.mois >= situations.depuis
        and recruteurs.mois < coalesce(situations.jusqu_a, date '9999-12-31')
left join deposants using (indicateur, siret, mois)
left join {{ ref('lieux') }} as lieux on situations.commune = lieux.code
where indicateurs.famille = 'recours'
