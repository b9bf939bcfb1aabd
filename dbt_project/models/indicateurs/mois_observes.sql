-- For each source: the months it has delivered, from the first to the last (what is known goes to that month's end).
select
    source,
    min(mois) as premier_mois,
    max(mois) as dernier_mois,
    {{ dernier_jour('max(mois)') }} as connu_jusqua
from {{ ref('stg_contexte__livraison') }}
where date_reception <= {{ date_observation() }}
group by source
