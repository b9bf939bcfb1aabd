-- How many rows of each source lead to somebody, by what says who they are about: a NIR always does; a temporary number
-- or a civil state, when it leads to a NIR; a France Travail number or an RSA file, when a registration or a household
-- bears it.
with liens as (
    select
        'numero_ft' as methode,
        numero_ft as lien
    from {{ ref('numeros_ft') }}
    union all
    select distinct
        'dossier' as methode,
        dossier as lien
    from {{ ref('stg_rsa__droit') }}
),

lignes as (
    select
        recues.source,
        recues.methode,
        recues.lignes,
        recues.cle,
        recues.methode = 'nir' or courantes.personne_id is not null or liens.lien is not null as appariees
    from {{ lignes_identifiees() }} as recues
    left join {{ ref('stg_identite__personne_courante') }} as courantes on recues.personne_id = courantes.personne_id
    left join liens on recues.methode = liens.methode and recues.lien = liens.lien
    where recues.lignes > 0
)

select
    source,
    methode,
    cast(sum(lignes) as bigint) as lignes,
    cast(sum(case when appariees then lignes else 0 end) as bigint) as appariees,
    {{ somme_cle('cle') }} as cle,
    {{ somme_cle('cle', 'appariees') }} as cle_appariees
from lignes
group by source, methode
