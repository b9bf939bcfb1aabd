-- For each registered person and month, in how many months comes the next one she worked, the next one she worked
-- durably, the next one in which a job that counts begins; twelve at most. The window of any official access to
-- employment is read from here, month to month.
with mois as (
    select
        personne_id,
        mois,
        'travaille' as quoi
    from {{ ref('mois_travailles') }}
    union all
    select
        personne_id,
        mois,
        'durable' as quoi
    from {{ ref('mois_travailles') }}
    where durable
    union all
    select distinct
        personne_id,
        {{ mois_de('debut') }} as mois,
        'embauche' as quoi
    from {{ ref('emploi_spells') }}
    where compte and personne_id in (select personne_id from {{ ref('inscription_spells') }})
),

precedes as (
    select
        *,
        {{ ajoute_mois('mois', -12) }} as un_an_avant,
        lag(mois) over (partition by personne_id, quoi order by mois) as precedent
    from mois
),

-- a month is the next one of all those since the one before it: each month of a person has one row at most
attendus as (
    select
        personne_id,
        quoi,
        mois as vient,
        {{ serie_mois('greatest(un_an_avant, coalesce(precedent, un_an_avant))', ajoute_mois('mois', -1)) }} as mois
    from precedes
),

comptes as (
    select
        *,
        {{ mois_entre('mois', 'vient') }} as dans
    from attendus
)

select
    personne_id,
    mois,
    min(case when quoi = 'travaille' then dans end) as travaille_dans,
    min(case when quoi = 'durable' then dans end) as durable_dans,
    min(case when quoi = 'embauche' then dans end) as embauche_dans
from comptes
group by personne_id, mois
