-- Who was asked in the month how satisfied she is, and did she answer within the window? The first sending of the
-- month; persons are described by their registration of that day, if there is one. Answers have a weight: the shares
-- are of weights, the response rates of sendings (indicators.md §3.8).
with personnes as (
    select
        numeros.personne_id,
        {{ mois_de('envois.date_envoi') }} as mois,
        envois.* exclude (numero_ft)
    from {{ ref('stg_enquete__personne_interrogee') }} as envois
    inner join {{ ref('numeros_ft') }} as numeros using (numero_ft)
    qualify row_number() over (
        partition by numeros.personne_id, {{ mois_de('envois.date_envoi') }}
        order by envois.date_envoi asc, envois.date_reponse asc nulls last, envois.fichier asc, envois.ligne asc
    ) = 1
),

entreprises as (
    select
        *,
        {{ mois_de('date_envoi') }} as mois
    from {{ ref('stg_enquete__entreprise_interrogee') }}
    qualify row_number() over (partition by siret, {{ mois_de('date_envoi') }} order by date_envoi) = 1
),

interroges as (
    select
        'personnes' as genre,
        personnes.mois,
        coalesce(lieux.lieu, periodes.lieu, '?FR') as lieu,
        coalesce(lieux.departement, periodes.departement, 'FR') as departement,
        cles.cle_enregistrement as cle,
        null as siren,
        periodes.sexe,
        {{ tranche_age(age('periodes.naissance_mois', 'personnes.date_envoi')) }} as tranche_age,
        personnes.date_envoi,
        personnes.date_reponse,
        personnes.avis,
        personnes.poids
    from personnes
    inner join {{ ref('stg_inscription__personne') }} as cles using (personne_id)
    left join {{ ref('lieux') }} as lieux on personnes.commune = lieux.code
    left join {{ ref('periodes_decrites') }} as periodes
        on personnes.personne_id = periodes.personne_id and {{ tient('periodes', 'personnes.date_envoi') }}
    union all
    select
        'entreprises' as genre,
        entreprises.mois,
        coalesce(lieux.lieu, '?FR') as lieu,
        coalesce(lieux.departement, 'FR') as departement,
        entreprises.cle_enregistrement as cle,
        {{ siren_de('entreprises.siret') }} as siren,
        null as sexe,
        null as tranche_age,
        entreprises.date_envoi,
        entreprises.date_reponse,
        entreprises.avis,
        entreprises.poids
    from entreprises
    left join {{ ref('lieux') }} as lieux on entreprises.commune = lieux.code
),

reponses as (
    select
        interroges.*,
        indicateurs.indicateur,
        indicateurs.forme,
        coalesce(
            interroges.date_reponse <= least(
                {{ ajoute_jours('interroges.date_envoi', 'indicateurs.horizon_jours') }}, {{ date_observation() }}
            ),
            false
        ) as repondu
    from interroges
    inner join {{ ref('stg_contexte__indicateur') }} as indicateurs
        on (interroges.genre = 'entreprises') = (indicateurs.indicateur like '%entreprises')
    where indicateurs.famille = 'satisfaction'
)

select
    indicateur,
    mois,
    lieu,
    departement,
    cle,
    siren,
    sexe,
    tranche_age,
    forme = 'part' or repondu as au_denominateur,
    forme = 'part' and repondu as au_numerateur,
    forme <> 'part' and not repondu as exclu,
    cast(null as integer) as jour,
    case when forme <> 'part' and repondu then poids end as mesure,
    case
        when forme = 'part' or not repondu then null
        when avis = 'tres' or (avis = 'favorable' and indicateur <> 'satisfaction_delta_rpe') then poids
        when avis = 'defavorable' and indicateur = 'satisfaction_delta_rpe' then -poids
        else 0
    end as favorable
from reponses
