-- Of the persons under rights and duties at the end of a month, who is registered that day?
with soumis as (
    select
        *,
        {{ age('naissance_mois', 'mois') }} as age
    from {{ ref('rsa_mois') }}
),

inscrits as (
    select distinct
        soumis.personne_id,
        soumis.mois
    from soumis
    inner join {{ ref('inscription_periodes') }} as periodes
        on
            soumis.personne_id = periodes.personne_id
            and periodes.debut <= {{ dernier_jour('soumis.mois') }}
            and (periodes.fin is null or periodes.fin > {{ dernier_jour('soumis.mois') }})
)

select
    'couverture_rsa' as indicateur,
    soumis.mois,
    soumis.lieu,
    soumis.departement,
    soumis.cle,
    soumis.sexe,
    {{ tranche_age('soumis.age') }} as tranche_age,
    true as au_denominateur,
    inscrits.personne_id is not null as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from soumis
left join inscrits using (personne_id, mois)
