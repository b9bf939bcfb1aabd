-- For each source: the months it has delivered, from the first to the last (what is known goes to that month's end). A
-- month is delivered when senders of 98 % of the population have sent it, or when its time has passed: one file come
-- early, or sent for a month of long ago, opens nothing.
with habitants as (
    select
        communes.departement as emetteur,
        cast(sum(communes.population) as double) / sum(sum(communes.population)) over () as part
    from {{ ref('stg_contexte__commune') }} as communes
    inner join {{ ref('stg_contexte__territoire') }} as territoires
        on communes.departement = territoires.territoire_code and territoires.territoire_niveau = 'departement'
    group by communes.departement
    union all
    select
        'FR' as emetteur,
        1 as part
),

recues as (
    select distinct source, emetteur, mois
    from {{ ref('stg_contexte__livraison') }}
),

mois as (
    select
        recues.source,
        recues.mois,
        sources.cadence_mois,
        sum(habitants.part) >= 0.98 as delivre,
        {{ ajoute_mois(dernier_jour('recues.mois'), 'sources.delai_declaration_mois') }}
        <= {{ date_observation() }} as echu
    from recues
    inner join {{ ref('stg_contexte__source') }} as sources using (source)
    inner join habitants on recues.emetteur = habitants.emetteur
    group by recues.source, recues.mois, sources.cadence_mois, sources.delai_declaration_mois
),

bornes as (
    select
        source,
        -- the file of a quarter is named for its last month
        {{ ajoute_mois('min(case when delivre then mois end)', '1 - max(cadence_mois)') }} as premier_mois,
        max(case when delivre or echu then mois end) as dernier_mois
    from mois
    group by source
)

select
    *,
    {{ dernier_jour('dernier_mois') }} as connu_jusqua
from bornes
where premier_mois is not null
