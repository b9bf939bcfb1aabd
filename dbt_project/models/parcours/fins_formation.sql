-- Who left a training in the month, by its term or by abandon: one row per person and month, her last end; she is as
-- her latest registration says. Of two trainings that end that day, one abandoned is enough; the first session gives
-- type and funder.
with fins as (
    select
        numeros.personne_id,
        coalesce(formations.date_abandon, formations.date_sortie) as fin,
        formations.date_abandon is not null as abandonnee,
        formations.session,
        formations.dispositif,
        formations.financeurs
    from {{ ref('stg_formation__formation') }} as formations
    inner join {{ ref('numeros_ft') }} as numeros using (numero_ft)
),

dernieres as (
    select
        personne_id,
        {{ mois_de('fin') }} as mois,
        fin as fin_formation,
        dispositif,
        financeurs,
        bool_or(abandonnee) over (partition by personne_id, fin) as abandonnee
    from fins
    where fin <= {{ date_observation() }}
    qualify row_number() over (
        partition by personne_id, {{ mois_de('fin') }} order by fin desc, session asc, dispositif asc, financeurs asc
    ) = 1
)

select
    periodes.*,
    dernieres.mois,
    dernieres.fin_formation,
    dernieres.abandonnee,
    dernieres.dispositif,
    dernieres.financeurs,
    {{ age('periodes.naissance_mois', 'dernieres.fin_formation') }} as age
from dernieres
inner join {{ ref('periodes_decrites') }} as periodes
    on dernieres.personne_id = periodes.personne_id and periodes.debut <= dernieres.fin_formation
qualify row_number() over (
    partition by dernieres.personne_id, dernieres.mois order by periodes.debut desc
) = 1
