-- Of the persons under rights and duties at the end of a month, who is registered that day? Who has an orientation in
-- force?
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
        on soumis.personne_id = periodes.personne_id and {{ tient('periodes', dernier_jour('soumis.mois')) }}
),

orientes as (
    select
        soumis.personne_id,
        soumis.mois
    from soumis
    inner join {{ ref('parcours_en_vigueur') }} as orientations
        on
            soumis.personne_id = orientations.personne_id
            and {{ tient('orientations', dernier_jour('soumis.mois')) }}
)

select
    indicateurs.indicateur,
    soumis.mois,
    soumis.lieu,
    soumis.departement,
    soumis.cle,
    soumis.sexe,
    {{ tranche_age('soumis.age') }} as tranche_age,
    true as au_denominateur,
    case indicateurs.indicateur
        when 'taux_orientation_rsa' then orientes.personne_id is not null
        else inscrits.personne_id is not null
    end as au_numerateur,
    false as exclu,
    cast(null as integer) as jour
from soumis
left join inscrits using (personne_id, mois)
left join orientes using (personne_id, mois)
cross join {{ ref('stg_contexte__indicateur') }} as indicateurs
where indicateurs.famille = 'couverture_rsa'
